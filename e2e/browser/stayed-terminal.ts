import assert from 'node:assert/strict';
import { once } from 'node:events';
import headless from '@xterm/headless';
import type { BrowserContext } from 'playwright-core';
import WebSocket from 'ws';
import type { Stack } from './stack.ts';
import type { TerminalView } from './terminal-view.ts';
import { until } from './until.ts';

/** What a terminal shows: its rows without the blanks at the ends, and the cursor. */
interface Picture {
  readonly text: string;
  readonly cursor: string;
}

/** A terminal outside of the browser that joins the one session there is, and never leaves it. */
export class StayedTerminal implements Disposable {
  readonly #socket: WebSocket;
  readonly #terminal = new headless.Terminal({ allowProposedApi: true });
  #offset = 0;
  #cursorShown = true;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    for (const final of ['h', 'l'])
      this.#terminal.parser.registerCsiHandler({ prefix: '?', final }, params => {
        if (params.includes(25)) this.#cursorShown = final === 'h';
        return false;
      });
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#write(data);
      else this.#handle(JSON.parse(data.toString()));
    });
  }

  static async join(stack: Stack, context: BrowserContext): Promise<StayedTerminal> {
    const [session] = await listSessions(stack, context);
    assert.ok(session);
    const query = new URLSearchParams({ session: session.id, offset: '0' });
    const url = `${stack.origin.replace('http', 'ws')}/api/v1/attach?${query}`;
    const socket = new WebSocket(url, 'podbay.v1', { headers: await loginHeaders(stack, context) });
    const terminal = new StayedTerminal(socket);
    await once(socket, 'open');
    return terminal;
  }

  get isAlternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** How much the program has printed. */
  get offset(): number {
    return this.#offset;
  }

  /** Types where no page is needed for it. */
  type(text: string): void {
    this.#socket.send(Buffer.from(text));
  }

  /** Waits until `view` shows what this terminal shows, cell by cell. */
  async isShownBy(view: TerminalView, deadlineMs?: number): Promise<void> {
    await until(async () => {
      const [here, there] = [this.#picture(), await pictureOf(view)];
      const same = here.text === there.text && here.cursor === there.cursor;
      return same || `stayed ${here.cursor}:\n${here.text}\n\nin the browser ${there.cursor}:\n${there.text}`;
    }, deadlineMs);
  }

  /** Waits until this terminal shows `expected`. */
  async shows(expected: RegExp, deadlineMs?: number): Promise<void> {
    await until(async () => {
      const { text } = this.#picture();
      return expected.test(text) || `not ${expected}:\n${text}`;
    }, deadlineMs);
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
    this.#terminal.dispose();
  }

  #handle(message: { readonly type: string; readonly cols: number; readonly rows: number }): void {
    if (message.type === 'attached' || message.type === 'resized')
      this.#terminal.resize(message.cols, message.rows);
  }

  #write(bytes: Buffer): void {
    this.#offset += bytes.length;
    const offset = this.#offset;
    this.#terminal.write(bytes, () => this.#socket.send(JSON.stringify({ type: 'ack', offset })));
  }

  #picture(): Picture {
    const { active } = this.#terminal.buffer;
    const row = (index: number) => active.getLine(active.baseY + index)?.translateToString(true) ?? '';
    const rows = Array.from({ length: this.#terminal.rows }, (_, index) => row(index).trimEnd());
    const cursor = this.#cursorShown ? `${active.cursorX},${active.cursorY}` : 'hidden';
    return { text: rows.join('\n').trimEnd(), cursor };
  }
}

/** What a program sends that is logged in as this browser is: the cookie's value as a bearer token. */
export async function loginHeaders(
  { origin }: Stack,
  context: BrowserContext,
): Promise<{ authorization: string }> {
  const [login] = await context.cookies(origin);
  return { authorization: `Bearer ${login?.value}` };
}

/** The user's sessions, as the gateway lists them. */
export async function listSessions(
  { origin }: Stack,
  { request }: BrowserContext,
): Promise<readonly { readonly id: string; readonly viewers: number }[]> {
  const answer = await request.get(`${origin}/api/v1/sessions`);
  return ((await answer.json()) as { sessions: { id: string; viewers: number }[] }).sessions;
}

async function pictureOf(view: TerminalView): Promise<Picture> {
  const cursor = await view.root.locator('.xterm-rows').evaluate(rows => {
    const cell = rows.querySelector('.xterm-cursor');
    if (cell === null) return 'hidden';
    let left = 0;
    for (let before = cell.previousSibling; before; before = before.previousSibling)
      left += before.textContent?.length ?? 0;
    return `${left},${[...rows.children].indexOf(cell.parentElement ?? cell)}`;
  });
  return { text: await view.text(), cursor };
}
