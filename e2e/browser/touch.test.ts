import assert from 'node:assert/strict';
import type { CDPSession, Page } from 'playwright-core';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';
import { until } from './until.ts';

const browserTest = browserTests();
const phone = {
  viewport: { width: 390, height: 780 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
  permissions: ['clipboard-read', 'clipboard-write'],
};

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A finger on the screen. */
class Finger {
  readonly #cdp: CDPSession;

  constructor(cdp: CDPSession) {
    this.#cdp = cdp;
  }

  static async of(page: Page): Promise<Finger> {
    return new Finger(await page.context().newCDPSession(page));
  }

  async down(at: Point): Promise<void> {
    await this.#cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  }

  async move(to: Point): Promise<void> {
    await this.#cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [to] });
  }

  async up(): Promise<void> {
    await this.#cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
}

browserTest(
  'with fingers: keys that keyboards on screens lack, scrolling, selecting and copying',
  async ({ ui, page }) => {
    const terminal = await ui.open(places.toolbox);
    const finger = await Finger.of(page);
    const keys = page.getByRole('toolbar', { name: 'Keys' });
    const key = async (name: string) => await keys.getByRole('button', { name, exact: true }).tap();
    await terminal.run('cat -v');
    await key('Esc');
    await key('Tab');
    await key('Up');
    for (const character of ['|', '~', '/']) await key(character);
    await page.keyboard.press('Enter');
    await terminal.shows(/^\^\[\s+\^\[\[A\|~\/$/m);
    await key('Ctrl');
    assert.equal(
      await keys.getByRole('button', { name: 'Ctrl', exact: true }).getAttribute('aria-pressed'),
      'true',
    );
    await page.keyboard.insertText('c');
    await terminal.shows(/\^C\n.*[$#] *$/);
    await page.keyboard.insertText('c');
    await page.keyboard.press('Control+u');
    await terminal.complete('clear; seq 1 200; echo selectable-word here');
    await terminal.shows(/selectable-word here/);
    const row = terminal.root.locator('.xterm-rows > div', { hasText: /^selectable-word here$/ });
    const box = await row.boundingBox();
    assert.ok(box);
    const word = { x: box.x + 20, y: box.y + box.height / 2 };
    await finger.down(word);
    await page.waitForTimeout(700);
    await finger.up();
    await page.getByRole('menuitem', { name: 'Copy' }).tap();
    await until(async () => {
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      return copied === 'selectable-word' || `copied: ${copied}`;
    });
    await finger.down({ x: word.x, y: 200 });
    for (let y = 200; y <= 500; y += 20) await finger.move({ x: word.x, y });
    await finger.up();
    await until(async () => !(await terminal.text()).includes('selectable-word') || 'not scrolled');
  },
  phone,
);

browserTest(
  'the keyboard on the screen does not cover the prompt, and nothing zooms',
  async ({ ui, page }) => {
    const terminal = await ui.open(places.toolbox);
    await terminal.complete('clear; seq 1 200');
    await page.setViewportSize({ width: 390, height: 420 });
    const prompt = terminal.root.locator('.xterm-rows > div', { hasText: /[$#] *$/ }).last();
    await until(async () => {
      const box = await prompt.boundingBox();
      return (box !== null && box.y + box.height < 420) || JSON.stringify(box);
    });
    assert.equal(await page.evaluate(() => document.scrollingElement?.scrollTop), 0);
    const input = terminal.root.getByRole('textbox', { name: 'Terminal input' });
    assert.ok((await input.evaluate(element => Number.parseFloat(getComputedStyle(element).fontSize))) >= 16);
    assert.equal(await page.evaluate(() => visualViewport?.scale), 1);
  },
  phone,
);
