import assert from 'node:assert/strict';
import type { CDPSession } from 'playwright-core';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';
import { UnsteadyNetwork } from './unsteady-network.ts';

const browserTest = browserTests();

/** Types as an input method does: what is composed changes with each key, and is replaced when it is chosen. */
async function compose(cdp: CDPSession, steps: readonly string[]): Promise<void> {
  for (const text of steps) {
    const end = text.length;
    await cdp.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end });
  }
}

browserTest(
  'Chinese and Japanese are composed at the cursor, and sent once, with and without a connection',
  async ({ ui, page, stack }) => {
    const network = await UnsteadyNetwork.start(stack.origin);
    try {
      await page.goto(network.through(page.url()));
      await ui.row(/./).first().waitFor();
      const terminal = await ui.open(places.toolbox);
      await terminal.complete('clear; stty -echo');
      await terminal.run('echo ready; cat');
      // Until then the terminal is the shell's own, which takes an Enter for something else.
      await terminal.shows(/^ready$/m);
      const cdp = await page.context().newCDPSession(page);
      const composition = terminal.root.locator('.composition-view');
      await compose(cdp, ['n', 'ni', 'ni h', 'ni hao']);
      await composition.getByText('ni hao').waitFor();
      const cursor = await terminal.root.locator('.xterm-cursor').boundingBox();
      const shown = await composition.boundingBox();
      assert.ok(cursor && shown);
      assert.ok(Math.abs(cursor.x - shown.x) < 2 && Math.abs(cursor.y - shown.y) < 4, 'at the cursor');
      await cdp.send('Input.insertText', { text: '你好' });
      await page.keyboard.press('Enter');
      await terminal.shows(/^你好$/m);
      await compose(cdp, ['に', 'にほ', 'にほん']);
      network.goDown();
      await terminal.says(/^Connection lost/);
      await compose(cdp, ['にほんご', '日本語']);
      await composition.getByText('日本語').waitFor();
      await cdp.send('Input.insertText', { text: '日本語' });
      await page.keyboard.press('Enter');
      network.restore();
      await terminal.shows(/^日本語$/m);
      assert.deepEqual((await terminal.text()).match(/^[^\x00-\x7f]+$/gm), ['你好', '日本語']);
      await compose(cdp, ['q', 'qu']);
      await compose(cdp, ['']); // taken back
      await page.keyboard.type('plain\n');
      await terminal.shows(/^plain$/m);
      assert.ok(!(await composition.isVisible()));
      await page.keyboard.press('Control+c');
      await terminal.complete('stty sane');
      await ui.closeAllTabs();
      await page.goto('about:blank');
    } finally {
      await network.close();
    }
  },
  {
    expectedReports:
      /request to http:\/\/127\.0\.0\.1|WebSocket connection|ERR_|network error|Failed to load/i,
  },
);
