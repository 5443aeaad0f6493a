import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';

const browserTest = browserTests();

const needName =
  'button|link|textbox|combobox|option|tab|tabpanel|tree|treeitem|region|dialog|alertdialog|menuitemradio|img';
const nameless = new RegExp(`^\\s*- '?(${needName})(?= \\[|:|$)`);

/** The controls of the page that nobody has given a name. */
async function namelessControls(page: Page): Promise<readonly string[]> {
  const snapshot = await page.locator('body').ariaSnapshot();
  return snapshot.split('\n').filter(line => nameless.test(line));
}

browserTest('every control has a name, in every state of the page', async ({ ui, page }) => {
  assert.deepEqual(await namelessControls(page), []);
  await page.getByRole('combobox', { name: 'Context' }).click();
  await page.getByRole('option').first().waitFor();
  assert.deepEqual(await namelessControls(page), []);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).waitFor();
  assert.deepEqual(await namelessControls(page), []);
  await page.keyboard.press('Escape');
  await ui.open(places.cache);
  assert.deepEqual(await namelessControls(page), []);
  await ui.tabs.getByRole('button', { name: /^Close / }).click();
  await page.getByRole('alertdialog', { name: 'End this session?' }).waitFor();
  assert.deepEqual(await namelessControls(page), []);
  await page.keyboard.press('Escape');
});

browserTest('Tab goes through the page from top to bottom', async ({ page }) => {
  const order: string[] = [];
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press('Tab');
    order.push(
      await page.evaluate(() => {
        const { activeElement } = document;
        return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
      }),
    );
  }
  assert.deepEqual(order, [
    'Hide pods',
    'Context: demo',
    'Namespace: All namespaces',
    '0 running sessions',
    'Settings',
    'Filter pods',
    'Pods',
    'Width of the pod list',
  ]);
});

browserTest('the language and the appearance can be chosen, and stay', async ({ page, ui }) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await page.reload();
  await ui.page.getByRole('treeitem').first().waitFor();
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [red = 255] = background.match(/\d+/g)?.map(Number) ?? [];
  assert.ok(red < 60, background);
});
