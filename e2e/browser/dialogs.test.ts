import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { axeViolations } from './axe.ts';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';
import type { PodbayPage } from './podbay-page.ts';
import type { TerminalView } from './terminal-view.ts';

const browserTest = browserTests();

/** What opens over the page, or beside a terminal. */
interface Opened {
  readonly name: string;
  readonly open: (visit: { ui: PodbayPage; page: Page; terminal: TerminalView }) => Promise<unknown>;
  /** By Escape where nothing else is said. */
  readonly close?: (visit: { ui: PodbayPage; page: Page; terminal: TerminalView }) => Promise<unknown>;
}

const dialog = (page: Page) => page.getByRole('dialog').waitFor();
const menu = (page: Page) => page.getByRole('menu').waitFor();

const opened: readonly Opened[] = [
  {
    name: 'the settings',
    open: async ({ page }) => {
      await page.keyboard.press('Shift+Escape');
      await page.keyboard.press('Control+,');
      await dialog(page);
    },
  },
  {
    name: 'the quick settings',
    open: async ({ page }) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await menu(page);
    },
  },
  {
    name: 'the account',
    open: async ({ page }) => {
      await page.getByRole('button', { name: /^Account: / }).click();
      await dialog(page);
    },
  },
  {
    name: 'the menu of the terminal',
    open: async ({ page, terminal }) => {
      await terminal.root.locator('.xterm-screen').click({ button: 'right' });
      await menu(page);
    },
  },
  {
    name: 'the menu of a tab',
    open: async ({ page, ui }) => {
      await ui.tabs.first().click({ button: 'right' });
      await menu(page);
    },
  },
  {
    name: 'search',
    open: async ({ page, terminal }) => {
      await terminal.type('');
      await page.keyboard.press('Control+Shift+F');
      await terminal.root.getByRole('search').getByRole('textbox').fill('e');
    },
  },
  {
    name: 'the look at a paste',
    open: async ({ page, terminal }) => {
      await terminal.paste('one\ntwo\n');
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'sending to several',
    open: async ({ page }) => {
      await page.keyboard.press('Control+Shift+B');
      await dialog(page);
    },
  },
  {
    name: 'the snippets',
    open: async ({ page }) => {
      await page.keyboard.press('Control+Shift+S');
      await dialog(page);
    },
  },
  {
    name: 'a new snippet',
    open: async ({ page }) => {
      await page.keyboard.press('Control+Shift+S');
      await page.getByRole('dialog').locator('.snippets-files .button').first().click();
      await page.getByRole('dialog').getByRole('textbox').first().waitFor();
    },
  },
  {
    name: 'a notice',
    open: async ({ page, terminal }) => {
      await terminal.run("printf '\\033]52;c;c2FpZA==\\007'");
      await page.locator('.notice-bar').waitFor();
    },
    close: async ({ page }) => page.locator('.notice-bar').getByRole('button', { name: 'Dismiss' }).click(),
  },
  {
    name: 'a log',
    open: async ({ page, terminal }) => {
      await terminal.type('');
      await page.keyboard.press('Control+Shift+L');
      await page.locator('.log-row').first().waitFor();
    },
    close: async ({ ui, page }) => {
      await page
        .getByRole('tab', { name: /, log$/ })
        .locator('.terminal-tab-close')
        .click();
      await ui.tabs.nth(1).waitFor({ state: 'detached' });
    },
  },
  {
    name: 'the question before a program is ended',
    open: async ({ page, ui, terminal }) => {
      await terminal.run("sh -c 'echo it-runs; sleep 1000'");
      await terminal.shows(/^it-runs$/m);
      await ui.tabs.first().focus();
      await page.keyboard.press('Delete');
      await page.getByRole('alertdialog', { name: 'End this session?' }).waitFor();
    },
  },
];

for (const theme of ['light', 'dark', 'contrast-light', 'contrast-dark'])
  browserTest(
    `axe-core finds nothing in what opens over the page, ${theme}`,
    async ({ ui, page, context }) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate(chosen => localStorage.setItem('podbay.theme', chosen), theme);
      await page.reload();
      const terminal = await ui.open(places.cache);
      const visit = { ui, page, terminal };
      const found: string[] = [];
      for (const { name, open, close } of opened) {
        await open(visit);
        found.push(...(await axeViolations(page)).map(violation => `${name}: ${violation}`));
        if (close !== undefined) await close(visit);
        else {
          await page.keyboard.press('Escape');
          await page.locator('.popup, [role="search"]').waitFor({ state: 'detached' });
        }
      }
      assert.deepEqual(found, []);
    },
  );
