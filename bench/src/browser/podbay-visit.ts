import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { newContext } from '../../../e2e/browser/browser-context.ts';
import { PodbayPage } from '../../../e2e/browser/podbay-page.ts';
import type { PodbayEndpoint } from '../load/podbay-terminal.ts';
import { slowestKey } from './key-to-paint.ts';
import { installStopwatch, time } from './stopwatch.ts';

const prompt = /[$#] *$/;
const floodMs = 1000;
/** What the page still loads by itself when there is something to see. */
const lateScriptsMs = 500;

/** What the same bytes are to be written into for comparison. */
export interface TerminalLook {
  readonly cols: number;
  readonly rows: number;
  readonly fontFamily: string;
  readonly fontSize: number;
}

/** Podbay's page in a browser that has never seen it, with the pod's line in sight. */
export class PodbayVisit {
  readonly page: Page;
  /** All JavaScript that is loaded before anything is done, in KiB as gzip makes them. */
  readonly initialJsKb: number;
  readonly #ui: PodbayPage;
  readonly #pod: string;

  static async begin(browser: Browser, endpoint: PodbayEndpoint): Promise<PodbayVisit> {
    const context = await newContext(browser, {});
    const { cookie } = endpoint;
    const [name, value] = [cookie.slice(0, cookie.indexOf('=')), cookie.slice(cookie.indexOf('=') + 1)];
    await context.addCookies([{ name, value, url: endpoint.origin }]);
    await context.addInitScript(installStopwatch);
    const page = await context.newPage();
    const scripts: Promise<number>[] = [];
    page.on('response', response => {
      if (/javascript/.test(response.headers()['content-type'] ?? '')) {
        scripts.push(response.body().then(body => gzipSync(body).length));
      }
    });
    await page.goto(endpoint.origin);
    const ui = new PodbayPage(page);
    const { namespace, pod } = endpoint.place;
    await ui.row(/./).first().waitFor();
    await page.waitForTimeout(lateScriptsMs);
    const bytes = (await Promise.all(scripts)).reduce((sum, one) => sum + one, 0);
    await ui.pick('Namespace', namespace);
    await ui.filter.fill(pod);
    await ui.row(new RegExp(`^${pod} `)).waitFor();
    return new PodbayVisit({ page, ui, pod, initialJsKb: bytes / 1024 });
  }

  constructor(parts: {
    readonly page: Page;
    readonly ui: PodbayPage;
    readonly pod: string;
    readonly initialJsKb: number;
  }) {
    this.page = parts.page;
    this.#ui = parts.ui;
    this.#pod = parts.pod;
    this.initialJsKb = parts.initialJsKb;
  }

  async clickToPrompt(): Promise<number> {
    const row = this.#ui.row(new RegExp(`^${this.#pod} `));
    return await time(this.page, { event: 'click', pattern: prompt, act: () => row.click() });
  }

  async look(): Promise<TerminalLook> {
    const terminal = this.#ui.terminal();
    await terminal.run('clear; stty size');
    await terminal.shows(/^\d+ \d+$/m);
    const [, rows, cols] = /^(\d+) (\d+)$/m.exec(await terminal.text()) ?? [];
    const font = await this.page.locator('.xterm-rows').evaluate(element => {
      const { fontFamily, fontSize } = getComputedStyle(element);
      return { fontFamily, fontSize: Number.parseFloat(fontSize) };
    });
    return { cols: Number(cols), rows: Number(rows), ...font };
  }

  /** From Enter until the last line is painted. */
  async seq(last: number): Promise<number> {
    const terminal = this.#ui.terminal();
    await terminal.run('clear');
    await terminal.shows(/^[^\n]*[$#] *$/);
    await terminal.type(`seq 1 ${last}`);
    const pattern = new RegExp(`\\n${last - 1}\\n${last}\\n`);
    return await time(this.page, { event: 'keydown', pattern, act: () => terminal.press('Enter') });
  }

  /** Of some keys typed meanwhile the slowest, until the next frame. */
  async keyDuringSeq(last: number, keys: number): Promise<number> {
    const terminal = this.#ui.terminal();
    await terminal.run(`seq 1 ${last}`);
    const ms = await slowestKey(this.page, keys);
    await terminal.press('Control+c');
    await terminal.press('Control+u');
    await terminal.shows(prompt);
    return ms;
  }

  /** From Ctrl-C until the prompt is painted. */
  async ctrlC(): Promise<number> {
    const terminal = this.#ui.terminal();
    await terminal.run('clear; yes');
    await terminal.shows(/^y\ny\ny$/m);
    await this.page.waitForTimeout(floodMs);
    return await time(this.page, {
      event: 'keydown',
      pattern: prompt,
      act: () => terminal.press('Control+c'),
    });
  }

  async end(): Promise<void> {
    const closed = this.page.context();
    await this.#ui.terminal().run('exit');
    await this.#ui.terminal().says(/Exited/);
    await closed.close();
  }
}
