import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import { prepareContext } from './browser-context.ts';
import { launchProfile } from './chromium.ts';
import { untilSessionsAreGone } from './leftovers.ts';
import { places } from './places.ts';
import { PodbayPage } from './podbay-page.ts';
import { type Stack, startStack } from './stack.ts';
import { listSessions } from './stayed-terminal.ts';
import type { TerminalView } from './terminal-view.ts';

let stack: Stack;
let directory: string;
let open: BrowserContext | undefined;

before(async () => {
  stack = await startStack();
  directory = await mkdtemp(join(tmpdir(), 'podbay-profile-'));
});
after(async () => {
  await open?.close();
  await stack.close();
  await rm(directory, { recursive: true, maxRetries: 5 });
});

/** The browser of the profile, with Podbay opened at `address`. */
async function startBrowser(address: string): Promise<{ context: BrowserContext; ui: PodbayPage }> {
  const context = await launchProfile(directory);
  open = context;
  await prepareContext(context);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(address);
  const ui = new PodbayPage(page);
  await ui.row(/./).first().waitFor();
  return { context, ui };
}

async function ask(terminal: TerminalView, what: string, answer: RegExp): Promise<void> {
  await terminal.run(`echo "is ${what}"`);
  await terminal.shows(answer);
}

test('a browser that is closed and started again with its profile has its shells', {
  timeout: 180_000,
}, async () => {
  const first = await startBrowser(stack.newLink());
  const db = await first.ui.open(places.db);
  await db.complete('mine=kept; pid=$$');
  await db.run('clear; (sleep 2; echo "printed ""meanwhile") &');
  const toolbox = await first.ui.open(places.toolbox);
  await toolbox.complete('rm -f /tmp/kept.txt');
  await toolbox.run('vi -u NONE /tmp/kept.txt');
  await toolbox.shows(/^~$/m);
  await toolbox.type('inot yet saved');
  await toolbox.shows(/^not yet saved$/m);
  await first.context.close();

  // No new link: the login is kept, too.
  const second = await startBrowser(`${stack.origin}/`);
  await second.ui.tabs.nth(1).waitFor();
  await second.ui.tabs.filter({ hasText: /shell/ }).click();
  const editor = second.ui.terminal(places.toolbox);
  await editor.shows(/^not yet saved$/m);
  await editor.type(' and saved');
  await editor.press('Escape');
  await editor.run(':wq');
  await editor.isReady();
  await editor.run('cat /tmp/kept.txt');
  await editor.shows(/^not yet saved and saved$/m);
  await second.ui.tabs.filter({ hasText: /postgres/ }).click();
  const shell = second.ui.terminal(places.db);
  await shell.shows(/printed meanwhile$/m);
  await ask(shell, '$mine', /^is kept$/m);
  assert.equal((await listSessions(stack, second.context)).length, 2);
  await second.ui.closeAllTabs();
  const targets = [places.db, places.toolbox].map(place => ({ context: 'demo', ...place }));
  await untilSessionsAreGone(stack, targets);
  await second.context.close();
});
