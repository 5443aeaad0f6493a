import type { ITerminalAddon, Terminal } from '@xterm/xterm';
import { guardCounts } from './count-guard.ts';
import { Disposables } from './disposables.ts';
import { guardErase } from './erase-guard.ts';
import { holdParser } from './hold-parser.ts';
import { OutputWriter, type WritableTerminal } from './output-writer.ts';
import { guardReplies } from './reply-guard.ts';
import type { Session } from './session.ts';
import { WholeCharacters } from './whole-characters.ts';

export interface SessionAddonOptions {
  /** The quiet line that stands where output is missing. */
  readonly describeGap?: (missedBytes: number) => string;
  /** Changes what is typed on its way to the program. */
  readonly mapInput?: (data: string) => string;
  /** Nothing is parsed before. Resolves soon, whatever happens. */
  readonly ready?: Promise<void>;
}

const defaults = {
  describeGap: (missedBytes: number) => `${missedBytes} bytes of output are no longer kept`,
  mapInput: (data: string) => data,
};

/** What the addon needs of a terminal: a headless one serves too. */
export type SessionTerminal = WritableTerminal &
  Pick<Terminal, 'cols' | 'parser' | 'onData' | 'onBinary' | 'onResize'>;

// Written, not called: what still waits must come before it. It is written as bytes, which flushes
// half a character from the terminal's decoder.
const reset = '\x1bc';

// Focus reports also come out of the parser, at the moment a program switches them on.
const focusReport = /^\x1b\[[IO]$/;

/** Joins a terminal to a session: bytes stay bytes, and every byte that was parsed is told. */
export class SessionAddon implements ITerminalAddon {
  readonly #session: Session;
  readonly #options: typeof defaults & SessionAddonOptions;
  readonly #encoder = new TextEncoder();
  readonly #disposables = new Disposables();

  constructor(session: Session, options: SessionAddonOptions = {}) {
    this.#session = session;
    this.#options = { ...defaults, ...options };
  }

  activate(terminal: SessionTerminal): void {
    this.#showOutput(terminal);
    this.#passInput(terminal);
    this.#guardReplies(terminal);
    const eraseGuard = guardErase(terminal);
    const countGuard = guardCounts(terminal);
    this.#disposables.add(() => eraseGuard.dispose());
    this.#disposables.add(() => countGuard.dispose());
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  // The parser asks its newest handler first: addons that come with `ready` answer queries, too.
  #guardReplies(terminal: SessionTerminal): void {
    const guard = () => guardReplies(terminal.parser, () => this.#session.muted);
    const { ready } = this.#options;
    let current = guard();
    let disposed = false;
    this.#disposables.add(() => {
      disposed = true;
      current.dispose();
    });
    if (ready === undefined) return;
    const renewed = ready.then(() => {
      if (disposed) return;
      current.dispose();
      current = guard();
    });
    holdParser(terminal, renewed);
  }

  #showOutput(terminal: SessionTerminal): void {
    const session = this.#session;
    const writer = new OutputWriter(terminal);
    const characters = new WholeCharacters();
    const stopOutput = session.on('output', ({ bytes, end }) => {
      const whole = characters.join(bytes);
      const parsed = end - characters.heldBytes;
      writer.write(whole, () => session.handleParsed(parsed));
    });
    const stopGap = session.on('gap', ({ missed, end, restored }) => {
      characters.clear();
      if (restored) writer.write(this.#encoder.encode(reset));
      else writer.write(this.#encodeGap(missed), () => session.handleParsed(end));
    });
    const stopState = session.on('state', ({ type }) => {
      if (type === 'ended') writer.flush();
    });
    this.#disposables.add(stopOutput);
    this.#disposables.add(stopGap);
    this.#disposables.add(stopState);
  }

  #passInput(terminal: SessionTerminal): void {
    const session = this.#session;
    const subscriptions = [
      terminal.onData(data => {
        if (!(session.muted && focusReport.test(data)))
          session.send(this.#encoder.encode(this.#options.mapInput(data)));
      }),
      terminal.onBinary(data => session.send(Uint8Array.from(data, character => character.charCodeAt(0)))),
      terminal.onResize(size => session.resize(size)),
    ];
    for (const subscription of subscriptions) this.#disposables.add(() => subscription.dispose());
  }

  #encodeGap(missedBytes: number): Uint8Array {
    return this.#encoder.encode(`${reset}\x1b[2m… ${this.#options.describeGap(missedBytes)} …\x1b[22m\r\n`);
  }
}
