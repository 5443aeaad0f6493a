import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { browserTests } from './browser-test.ts';
import { deletePod, findPods } from './cluster-requests.ts';
import { places } from './places.ts';
import { TerminalView } from './terminal-view.ts';
import { until } from './until.ts';

const browserTest = browserTests();

const terminals = (page: Page, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const region = page.getByRole('region', { name: /^Terminal in / }).nth(index);
    return new TerminalView(page, region);
  });

/** Runs a command from the palette. */
async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+K');
  const palette = page.getByRole('dialog', { name: 'Find a container or a command' });
  await palette.waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await palette.waitFor({ state: 'detached' });
}

const banners = (page: Page) => page.getByText(/^Typing goes to \d+ terminals$/);

browserTest(
  'keys go to all that were chosen, until one key stops it; who is lost is taken out and told',
  async ({ ui, page, stack }) => {
    const [worker] = await findPods(stack, 'shop', 'worker-');
    await ui.open({ namespace: 'shop', pod: worker?.metadata?.name ?? '', container: 'worker' });
    await runCommand(page, 'open all pods of this workload');
    await until(async () => (await ui.tabs.count()) === 3);
    const views = terminals(page, 3);
    for (const view of views) await view.isReady();
    await page.keyboard.press('Control+Shift+B');
    const dialog = page.getByRole('dialog', { name: 'Send keys to several terminals' });
    await dialog.getByRole('button', { name: 'This workload' }).click();
    await dialog.getByRole('checkbox').first().uncheck();
    await dialog.getByRole('button', { name: 'Send to 2 terminals' }).click();
    await until(async () => (await banners(page).count()) === 2);
    await views[1]?.run('echo to-"several"');
    for (const view of views.slice(1)) await view.shows(/^to-several$/m);
    assert.doesNotMatch((await views[0]?.text()) ?? '', /several/);
    await page.keyboard.press('Control+Shift+X');
    await until(async () => (await banners(page).count()) === 0);
    await views[1]?.run('echo to-"one"');
    await views[1]?.shows(/^to-one$/m);
    assert.doesNotMatch((await views[2]?.text()) ?? '', /to-one/);

    await page.keyboard.press('Control+Shift+B');
    await dialog.getByRole('button', { name: 'All', exact: true }).click();
    await dialog.getByRole('button', { name: 'Send to 3 terminals' }).click();
    await views[0]?.paste('echo "pasted"-once');
    await page.keyboard.press('Enter');
    for (const view of views) await view.shows(/^pasted-once$/m);
    const victim = ((await ui.tabs.nth(2).textContent()) ?? '').split(' / ')[0]?.trim() ?? '';
    await deletePod(stack, { namespace: 'shop', name: victim });
    await page.getByText(/has ended and was taken out/).waitFor();
    await until(async () => (await banners(page).count()) === 2);
    await page.keyboard.press('Control+Shift+X');
  },
);

browserTest(
  'a snippet is filled in, inserted and not run unless asked; own ones are kept and go into a file',
  async ({ ui, page }) => {
    const terminal = await ui.open(places.toolbox);
    await page.keyboard.press('Control+Shift+S');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'New snippet' }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Say it');
    await dialog.getByRole('textbox', { name: 'Command' }).fill('echo {{what}}-{{how=loud}}');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('searchbox').fill('say');
    await dialog.getByRole('button', { name: /^Say it/ }).click();
    await dialog.getByRole('textbox', { name: 'what' }).fill('hello');
    await dialog.getByText('echo hello-loud').waitFor();
    await page.keyboard.press('Enter');
    await terminal.shows(/# echo hello-loud *$/);
    await page.keyboard.press('Enter');
    await terminal.shows(/^hello-loud$/m);
    await page.reload();
    await terminal.says('Connected');
    await runCommand(page, 'insert say it');
    await dialog.getByRole('textbox', { name: 'how' }).fill('at-once');
    await dialog.getByRole('checkbox', { name: 'Run it at once' }).check();
    await dialog.getByRole('button', { name: 'Insert and run' }).click();
    await terminal.shows(/^-at-once$/m);
    await page.keyboard.press('Control+Shift+S');
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Export' }).click();
    const text = await readFile(await (await saved).path(), 'utf8');
    assert.deepEqual(JSON.parse(text), [{ name: 'Say it', text: 'echo {{what}}-{{how=loud}}' }]);
    await dialog.getByRole('button', { name: 'Delete Say it' }).click();
    const file = { name: 's.json', mimeType: 'application/json', buffer: Buffer.from(text) };
    await dialog.locator('input[type=file]').setInputFiles(file);
    await dialog.getByText('1 snippet added').waitFor();
    await page.keyboard.press('Escape');
  },
);
