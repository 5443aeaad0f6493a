import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';

const browserTest = browserTests();

/** The palette, opened by its shortcut. */
async function openPalette(page: Page, shortcut = 'Control+k'): Promise<Locator> {
  await page.keyboard.press(shortcut);
  const palette = page.getByRole('dialog', { name: 'Find a container or a command' });
  await palette.getByRole('option').first().waitFor();
  return palette;
}

browserTest('a container is found by a few letters of its names, and opened by Enter', async visit => {
  const { page, ui } = visit;
  const palette = await openPalette(page);
  await page.keyboard.type('shop/cch');
  const first = palette.getByRole('option').first();
  await first.getByText('cache-0 / redis').waitFor();
  const marked = await first.locator('mark').allTextContents();
  assert.equal(marked.join(''), 'cchshop');
  await page.keyboard.press('Enter');
  const terminal = ui.terminal(places.cache);
  await terminal.isReady();
  await page.keyboard.type('echo the keyboard is here');
  await terminal.shows('echo the keyboard is here');
});

browserTest('from inside a terminal: opened before, in a split, as a session elsewhere', async visit => {
  const { page, ui, context, stack } = visit;
  await ui.open(places.cache);
  const palette = await openPalette(page, 'Control+Shift+K');
  await palette.getByRole('group', { name: 'Recent' }).getByText('cache-0 / redis').waitFor();
  await page.keyboard.type('postgres db-0');
  await palette.getByRole('option', { name: /^db-0 \/ postgres/ }).waitFor();
  await page.keyboard.press('Control+Enter');
  await ui.terminal(places.db).isReady();
  assert.equal(await page.locator('.dv-groupview').count(), 2);
  const other = await context.newPage();
  await other.goto(`${stack.origin}/`);
  await other.getByRole('treeitem').first().waitFor();
  const elsewhere = await openPalette(other);
  await elsewhere.getByRole('group', { name: 'Running sessions' }).getByText('db-0 / postgres').waitFor();
  await other.close();
});

browserTest('commands, namespaces and contexts are found, too', async ({ page, ui }) => {
  await openPalette(page);
  await page.keyboard.type('namespace payments');
  await page.getByRole('option', { name: /^Namespace payments/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Namespace: payments' }).waitFor();
  await openPalette(page);
  await page.keyboard.type('context demo-dev');
  await page.getByRole('option', { name: /^Context demo-dev/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Context: demo-dev' }).waitFor();
  const palette = await openPalette(page);
  await page.keyboard.type('>filter');
  await palette.getByRole('option', { name: /^Filter the pods/ }).waitFor();
  assert.equal(await palette.getByRole('group').count(), 1);
  await page.keyboard.press('Enter');
  await palette.waitFor({ state: 'detached' });
  await page.keyboard.type('typed into the filter');
  assert.equal(await ui.filter.inputValue(), 'typed into the filter');
});

browserTest('the button in the top bar opens it, Escape gives the keyboard back', async ({ page }) => {
  await page.getByRole('button', { name: /^Find…/ }).click();
  const palette = page.getByRole('dialog', { name: 'Find a container or a command' });
  await palette.getByRole('combobox').fill('zzzzqqqq');
  await palette.getByText('Nothing found').waitFor();
  await page.keyboard.press('Escape');
  await palette.waitFor({ state: 'detached' });
  const focused = await page.evaluate(() => document.activeElement?.className);
  assert.equal(focused, 'find-button');
});
