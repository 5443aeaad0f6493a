import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

const defaultDeadlineMs = 20_000;

/** A terminal on the page, drawn with the DOM renderer so that its text can be read. */
export class TerminalView {
  readonly root: Locator;
  readonly status: Locator;
  readonly #page: Page;

  /** `root`: its region. */
  constructor(page: Page, root: Locator) {
    this.#page = page;
    this.root = root;
    this.status = root.getByTestId('terminal-status');
  }

  /** What is on the screen, without the blanks at the ends. */
  async text(): Promise<string> {
    const rows = await this.root.locator('.xterm-rows > div').allTextContents();
    return rows
      .map(row => row.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  }

  /** Waits until the screen shows `expected`. */
  async shows(expected: string | RegExp, deadlineMs = defaultDeadlineMs): Promise<void> {
    await until(async () => {
      const text = await this.text();
      const found = typeof expected === 'string' ? text.includes(expected) : expected.test(text);
      return found || `the screen does not show ${expected}:\n${text}`;
    }, deadlineMs);
  }

  /** Waits until the shell runs and has prompted. */
  async isReady(): Promise<void> {
    await this.status.getByText('Connected').waitFor();
    await this.shows(/[$#] *$/);
  }

  /** Waits until the line below the terminal says `text`. */
  async says(text: string | RegExp): Promise<void> {
    await this.status.getByText(text).waitFor();
  }

  async type(text: string): Promise<void> {
    await this.root.getByRole('textbox', { name: 'Terminal input' }).focus();
    await this.#page.keyboard.type(text);
  }

  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  /** Types a command line and Enter. */
  async run(command: string): Promise<void> {
    await this.type(command);
    await this.press('Enter');
  }

  /** Runs `command` and waits until it has ended and the shell has said so. */
  async complete(command: string): Promise<void> {
    const mark = `done ${Math.random().toString(36).slice(2, 8)}`;
    // What is typed must not look like what is waited for.
    await this.run(`${command}; echo "${mark.slice(0, 6)}""${mark.slice(6)}"`);
    await this.shows(mark);
  }

  /** Pastes what is asked about first, and says yes. */
  async pasteAfterLook(text: string): Promise<void> {
    await this.paste(text);
    const dialog = this.#page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'Paste' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  /** Pastes as a browser does: with a `paste` event. */
  async paste(text: string): Promise<void> {
    const input = this.root.getByRole('textbox', { name: 'Terminal input' });
    await input.evaluate((element, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }
}
