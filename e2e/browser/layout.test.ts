import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { browserTests } from './browser-test.ts';
import { makeFile } from './cluster-requests.ts';
import { untilRuns } from './leftovers.ts';
import { places } from './places.ts';
import { PodbayPage } from './podbay-page.ts';
import { TerminalView } from './terminal-view.ts';
import { until } from './until.ts';

const browserTest = browserTests();

/** Where the groups of tabs are on the page, in steps that no rounding moves them across. */
async function groupsOf(page: Page): Promise<readonly string[]> {
  const boxes = await page.locator('.dv-groupview').evaluateAll(groups =>
    groups.map(group => {
      const { left, top, width, height } = group.getBoundingClientRect();
      const names = [...group.querySelectorAll('[role=tab]')].map(
        tab => tab.getAttribute('aria-label') ?? tab.textContent,
      );
      return { box: [left, top, width, height].map(px => Math.round(px / 20)), names };
    }),
  );
  return boxes.map(({ box, names }) => `${box} ${names}`).toSorted();
}

async function untilGroups(page: Page, count: number): Promise<void> {
  await until(async () => {
    const groups = await page.locator('.dv-groupview').count();
    return groups === count || `${groups} groups`;
  });
}

const regions = (page: Page) => page.getByRole('region', { name: /^Terminal in / });

browserTest(
  'tabs and splits by keyboard: opened, gone to, moved, maximised; and they outlive a reload',
  async ({ ui, page }) => {
    const first = await ui.open(places.toolbox);
    await first.complete('echo first');
    await page.keyboard.press('Control+Shift+E');
    await untilGroups(page, 2);
    const second = new TerminalView(page, regions(page).nth(1));
    await second.isReady();
    await second.complete('echo second');
    await page.keyboard.press('Control+Shift+O');
    await untilGroups(page, 3);
    const third = new TerminalView(page, regions(page).nth(2));
    await third.isReady();
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await page.keyboard.type('echo typed-"left"\n');
    await first.shows(/^typed-left$/m);
    await page.keyboard.press('Control+Shift+3');
    await page.keyboard.type('echo typed-"third"\n');
    await third.shows(/^typed-third$/m);
    await page.keyboard.press('Control+Shift+Enter');
    await regions(page).first().waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+Shift+Enter');
    await regions(page).first().waitFor();

    await ui.tabs.nth(2).dblclick();
    const field = page.getByRole('textbox', { name: 'Name of the tab' });
    await field.fill('the third');
    await field.press('Enter');
    await page.getByRole('tab', { name: /^the third, / }).waitFor();
    const before = await groupsOf(page);
    await page.reload();
    await untilGroups(page, 3);
    await page.getByRole('tab', { name: /^the third, .*connected$/ }).waitFor();
    assert.deepEqual(await groupsOf(page), before);
    await until(
      async () => (await page.locator('.xterm-rows').allTextContents()).join().includes('typed-left'),
      5000,
    );

    await page.getByRole('tab', { name: /^the third, / }).focus();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Name of the tab' }).fill('');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: /^the third, / }).waitFor({ state: 'detached' });

    await page.getByRole('textbox', { name: 'Terminal input' }).nth(2).focus();
    await page.keyboard.press('Control+Alt+Shift+ArrowUp');
    await untilGroups(page, 2);
    await page.keyboard.press('Control+Shift+D');
    await until(async () => (await ui.tabs.count()) === 4);
    await untilGroups(page, 2);
  },
);

browserTest(
  'a tab that is dragged to the side becomes a split; a stored layout that is broken does no harm',
  async ({ ui, page }) => {
    await ui.open(places.db);
    await ui.open(places.cache);
    await untilGroups(page, 1);
    const box = await page.locator('.dv-groupview').boundingBox();
    await ui.tabs.first().dragTo(page.locator('.dv-groupview'), {
      targetPosition: { x: (box?.width ?? 0) - 30, y: (box?.height ?? 0) / 2 },
    });
    await untilGroups(page, 2);
    await page.evaluate(() => {
      addEventListener('pagehide', () => {
        const key = Object.keys(localStorage).find(name => name.startsWith('podbay.page.')) ?? '';
        const record = JSON.parse(localStorage.getItem(key) ?? '{}');
        record.layout = {
          root: { type: 'branch', data: [{ type: 'leaf', data: { views: ['gone', 3], id: {} } }] },
        };
        localStorage.setItem(key, JSON.stringify(record));
      });
    });
    await page.reload();
    await page
      .getByRole('tab', { name: /connected$/ })
      .nth(1)
      .waitFor();
    await untilGroups(page, 1);
  },
);

/** Closes a tab; where that is asked about, says no. Resolves with the question, `''` where there was none. */
async function closeOrCancel({ page, tabs }: PodbayPage, name: string): Promise<string> {
  const tab = tabs.filter({ hasText: name });
  await tab.locator('.terminal-tab-close').click();
  const dialog = page.getByRole('alertdialog', { name: 'End this session?' });
  await Promise.race([dialog.waitFor(), tab.waitFor({ state: 'detached' })]);
  // While it asks, the tabs behind it are not for assistive technology, and not found.
  if (!(await dialog.isVisible())) return '';
  const question = (await dialog.textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  return question;
}

browserTest(
  'closing asks only while a program runs; a tab that nobody looks at says what happens in it',
  async ({ ui, page, stack }) => {
    const terminal = await ui.open(places.toolbox);
    await terminal.run('sleep 1000');
    await untilRuns(stack, places.toolbox, 'sleep');
    // On a machine that is busy it may not be known in time what runs.
    await until(async () => {
      const question = await closeOrCancel(ui, 'shell');
      return question.includes('sleep is running in playground / shell') || question;
    });
    await terminal.type('\x03');
    await terminal.shows(/\^C\n.*[$#] *$/);
    // Again and again: what comes in the first moments is taken for a replay.
    await terminal.run('until [ -e /tmp/end ]; do printf "\\a"; echo; sleep 0.2; done; exit 4');
    await ui.open(places.db);
    const hidden = ui.tabs.filter({ hasText: 'shell' });
    await page.getByRole('tab', { name: /, connected, rang, new output$/ }).waitFor();
    await makeFile(stack, places.toolbox, '/tmp/end');
    await page.getByRole('tab', { name: /exited with code 4, rang, new output$/ }).waitFor();
    await hidden.click();
    await page.getByRole('tab', { name: /exited with code 4$/ }).waitFor();
    await until(async () => (await closeOrCancel(ui, 'postgres')) === '' || 'it asks');
    assert.equal(await ui.tabs.count(), 1);
  },
);

browserTest('a tab in a window of its own is the same shell', async ({ ui, page, context }) => {
  const terminal = await ui.open(places.cache);
  await terminal.complete('mine=popped');
  const opened = context.waitForEvent('page');
  await ui.tabs.first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Open in a window of its own' }).click();
  const other = new PodbayPage(await opened);
  await until(async () => (await ui.tabs.count()) === 0);
  const again = other.terminal(places.cache);
  await again.says('Connected');
  await again.run('echo "still $mine"');
  await again.shows(/^still popped$/m);
  await other.page.reload();
  await again.says('Connected');
  await again.shows(/^still popped$/m);
  await other.closeAllTabs();
  await other.page.close();
});
