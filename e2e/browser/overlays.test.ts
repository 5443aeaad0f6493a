import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { axeViolations } from './axe.ts';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';
import type { TerminalView } from './terminal-view.ts';
import { until } from './until.ts';

const browserTest = browserTests();

const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };

/** The program copies something, which is said in a notice. */
const copying = String.raw`printf '\033]52;c;c2FpZA==\007'`;

const notice = (terminal: TerminalView) => terminal.root.locator('.notice-bar');
const rowsOf = async ({ root }: TerminalView) => await root.locator('.xterm-rows > div').count();
const promptOf = ({ root }: TerminalView) => root.locator('.xterm-rows > div', { hasText: /[$#] *$/ }).last();

/** From now on the shell says when its window changes. */
async function tellResizes(terminal: TerminalView): Promise<void> {
  await terminal.complete(`trap 'echo "re""sized"' WINCH; clear`);
}

/** Two looks in a row, for what moves a frame later. */
async function untilApart(page: Page, terminal: TerminalView): Promise<void> {
  await until(async () => {
    const prompt = await promptOf(terminal).boundingBox();
    const bar = await notice(terminal).boundingBox();
    assert.ok(prompt && bar);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const apart = prompt.y + prompt.height <= bar.y || bar.y + bar.height <= prompt.y;
    return apart || JSON.stringify({ prompt, bar });
  });
}

browserTest(
  'a notice and the search lie over the terminal, never over the line of the cursor, and leave its size',
  async ({ ui, page }) => {
    const terminal = await ui.open(places.db);
    const rows = await rowsOf(terminal);
    await tellResizes(terminal);
    await terminal.run(`clear; ${copying}`);
    await notice(terminal).waitFor();
    await untilApart(page, terminal);
    assert.equal(await terminal.root.locator('.notice-region').getAttribute('data-edge'), 'bottom');
    await terminal.run('seq 1 100');
    await terminal.shows(/^100\n.*[$#] *$/m);
    await untilApart(page, terminal);
    assert.equal(await terminal.root.locator('.notice-region').getAttribute('data-edge'), 'top');
    await terminal.press('Control+Shift+F');
    const search = page.getByRole('search', { name: 'Find in the terminal' });
    await search.getByRole('button', { name: 'Next match' }).waitFor();
    const [bar, said] = [await search.boundingBox(), await notice(terminal).boundingBox()];
    assert.ok(bar && said && bar.y + bar.height <= said.y, JSON.stringify({ bar, said }));
    assert.equal(await rowsOf(terminal), rows);
    await page.keyboard.press('Escape');
    // By the keyboard alone, which then is where it was.
    await terminal.press('Shift+Escape');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Dismiss');
    await terminal.press('Enter');
    await notice(terminal).waitFor({ state: 'detached' });
    await page.keyboard.type('echo once "mo""re"\n');
    await terminal.shows(/^once more$/m);
    assert.equal(await rowsOf(terminal), rows);
    assert.doesNotMatch(await terminal.text(), /resized/);
  },
  { permissions: ['clipboard-read', 'clipboard-write'] },
);

browserTest('where keys go to several is said without a change of size', async ({ ui, page }) => {
  await ui.open(places.cache);
  await page.keyboard.press('Control+Shift+D');
  await ui.tabs.nth(1).waitFor();
  const terminal = await ui.open(places.db);
  const rows = await rowsOf(terminal);
  await tellResizes(terminal);
  await page.keyboard.press('Control+Shift+B');
  const dialog = page.getByRole('dialog', { name: 'Send keys to several terminals' });
  await dialog.getByRole('button', { name: 'All', exact: true }).click();
  await dialog.getByRole('button', { name: 'Send to 3 terminals' }).click();
  await terminal.root.getByText('Typing goes to 3 terminals').waitFor();
  assert.equal(await rowsOf(terminal), rows);
  await terminal.complete('echo');
  assert.doesNotMatch(await terminal.text(), /resized/);
  await terminal.root.getByRole('button', { name: /^Stop/ }).click();
});

for (const [name, options] of Object.entries({ 'a desktop': {}, 'a phone': phone }))
  browserTest(
    `a full screen keeps its size when the shell ends, and its last line is seen, on ${name}`,
    async ({ ui }) => {
      const terminal = await ui.open(places.db);
      const rows = await rowsOf(terminal);
      await terminal.run('clear; seq 1 200; exit 3');
      const again = terminal.root.getByRole('button', { name: 'Open again' });
      await again.waitFor();
      const last = terminal.root.locator('.xterm-rows > div', { hasText: /^exit$/ });
      await until(async () => {
        const [text, button] = [await last.boundingBox(), await again.boundingBox()];
        return (text && button && text.y + text.height <= button.y) || JSON.stringify({ text, button });
      });
      assert.equal(await rowsOf(terminal), rows);
      await again.click();
      await terminal.isReady();
      assert.equal(await rowsOf(terminal), rows);
    },
    options,
  );

browserTest('a tab is given a name in a field that is no part of the tab', async ({ ui, page }) => {
  const terminal = await ui.open(places.db);
  const tab = ui.tabs.first();
  const field = page.getByRole('textbox', { name: 'Name of the tab' });
  await tab.focus();
  await page.keyboard.press('F2');
  await field.waitFor();
  assert.deepEqual(await axeViolations(page), []);
  const [over, under] = [await field.boundingBox(), await tab.boundingBox()];
  assert.ok(over && under && Math.abs(over.y + over.height / 2 - under.y - under.height / 2) < 3);
  await page.keyboard.type('thrown away');
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'detached' });
  const hasFocus = async () => await tab.evaluate(element => element === document.activeElement);
  await until(async () => (await hasFocus()) || 'the tab has not got the keyboard back');
  await page.keyboard.press('F2');
  await page.keyboard.type('mine');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: /^mine, / }).waitFor();
  await until(async () => (await hasFocus()) || 'the tab has not got the keyboard back');
  await tab.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Rename tab…' }).click();
  await field.fill('by the menu');
  await page.locator('.pod-panel').click({ position: { x: 5, y: 5 } });
  await page.getByRole('tab', { name: /^by the menu, / }).waitFor();
  await terminal.type('');
  await page.keyboard.press('Control+Shift+K');
  await page.keyboard.type('rename tab');
  await page.keyboard.press('Enter');
  await field.fill('by the palette');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: /^by the palette, / }).waitFor();
  await field.waitFor({ state: 'detached' });
  await page.keyboard.type('echo typed "af""ter"\n');
  await terminal.shows(/^typed after$/m);
});

browserTest('by the keyboard alone: the menu of a tab, and the size of a split', async ({ ui, page }) => {
  await ui.open(places.db);
  await page.keyboard.press('Control+Shift+E');
  await ui.tabs.nth(1).waitFor();
  await ui.terminal(places.db).root.nth(1).getByText('Connected').waitFor();
  const widthOf = async () => (await page.locator('.dv-active-group').boundingBox())?.width ?? 0;
  const before = await widthOf();
  await page.keyboard.press('Control+Shift+K');
  await page.keyboard.type('make wider');
  await page.getByRole('option', { name: /^Make wider/ }).waitFor();
  await page.keyboard.press('Enter');
  await until(async () => (await widthOf()) > before + 40 || `${before} px, then ${await widthOf()}`);
  await ui.tabs.first().focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Rename tab…' }).waitFor();
  assert.deepEqual(await axeViolations(page), []);
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await until(
    async () =>
      (await ui.tabs.first().evaluate(element => element === document.activeElement)) ||
      'the tab has not got the keyboard back',
  );
});

browserTest('keys that are typed while the search is loaded are the search’s', async ({ ui, page }) => {
  const terminal = await ui.open(places.db);
  await terminal.complete('clear; echo needle');
  const { promise: asked, resolve: load } = Promise.withResolvers<void>();
  await page.route(/\.js$/, async route => {
    await asked;
    await route.continue();
  });
  await terminal.press('Control+Shift+F');
  await page.keyboard.type('need');
  load();
  const search = page.getByRole('search', { name: 'Find in the terminal' });
  await search.getByRole('button', { name: 'Next match' }).waitFor();
  await page.keyboard.type('le');
  assert.equal(await search.getByRole('textbox').inputValue(), 'needle');
  await search.getByText(/^\d+ of \d+$/).waitFor();
  await page.keyboard.press('Escape');
  await terminal.complete('echo');
  assert.doesNotMatch(await terminal.text(), /[$#] need/);
});
