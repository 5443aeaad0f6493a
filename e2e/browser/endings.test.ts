import assert from 'node:assert/strict';
import { browserTests } from './browser-test.ts';
import { sessionProcesses, untilRuns } from './leftovers.ts';
import { places } from './places.ts';
import { until } from './until.ts';

const browserTest = browserTests();

browserTest('the exit code is told, and Open again gives a new shell in the same tab', async ({ ui }) => {
  const terminal = await ui.open(places.db);
  await terminal.run('mine=old; exit 3');
  await terminal.says('Exited with code 3');
  await ui.page.getByRole('tab', { name: /exited with code 3$/ }).waitFor();
  await terminal.root.getByRole('button', { name: 'Open again' }).click();
  await terminal.isReady();
  assert.equal(await ui.tabs.count(), 1);
  await terminal.run('echo "[$mine] shell"');
  await terminal.shows(/^\[\] shell$/m);
  // The last words of a program are there when it has ended.
  await terminal.run('seq 1 20000; exit');
  await terminal.says('Exited');
  await terminal.shows(/^19998\n19999\n20000\nexit$/m);
  await terminal.root.getByRole('button', { name: 'Open again' }).click();
  await terminal.isReady();
  // A signal is told as 128 and its number, as shells tell it.
  await terminal.run('kill -KILL $$');
  await terminal.says('Exited with code 137');
});

browserTest(
  'closing a tab asks, and then ends the shell and all that it started',
  async ({ ui, page, stack }) => {
    const terminal = await ui.open(places.db);
    await terminal.run(`(trap '' HUP; sleep 1000 & sleep 2000)`);
    await untilRuns(stack, places.db, 'sleep 2000');
    await ui.tabs.locator('.terminal-tab-close').click();
    const dialog = page.getByRole('alertdialog', { name: 'End this session?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await terminal.shows(/sleep 2000\)$/m);
    await ui.closeTab(ui.tabs);
    await page.getByRole('heading', { name: 'Open a container' }).waitFor();
    await until(async () => (await sessionProcesses(stack, places.db)).length === 0);
  },
);

browserTest('two terminals at once are two shells', async ({ ui, stack }) => {
  const first = await ui.open(places.db);
  await first.complete('mine=first');
  const second = await ui.open(places.cache);
  await second.complete('mine=second; echo $mine');
  assert.equal(stack.gateway.sessionCount, 2);
  await ui.tabs.filter({ hasText: /postgres/ }).click();
  await first.run('echo "still $mine"');
  await first.shows(/^still first$/m);
  await ui.closeTab(ui.tabs.filter({ hasText: /postgres/ }));
  await second.run('echo "still $mine"');
  await second.shows(/^still second$/m);
});

browserTest('a container may be opened twice', async ({ ui, stack }) => {
  await ui.filter.fill('cache-0');
  await ui.row(/^cache-0 in shop/).click();
  await ui.terminal(places.cache).isReady();
  await ui.row(/^cache-0 in shop/).click();
  await ui.tabs.nth(1).waitFor();
  await ui.terminal(places.cache).isReady();
  assert.equal(stack.gateway.sessionCount, 2);
});

browserTest('a connection to the container that breaks is told so, not as an exit', async ({ ui, stack }) => {
  const terminal = await ui.open(places.db);
  for (const type of ['cut', 'reset', 'lost-runtime'] as const) {
    const clear = stack.demo.faults.inject({ type });
    await terminal.says('The connection to the container broke. What ran in it may still run.');
    clear();
    assert.doesNotMatch((await terminal.status.textContent()) ?? '', /[Ee]xited/);
    await ui.page.getByRole('tab', { name: /ended$/ }).waitFor();
    await terminal.root.getByRole('button', { name: 'Open again' }).click();
    await terminal.isReady();
  }
});

browserTest(
  'a connection to the browser that breaks costs no byte and no key',
  async ({ ui, stack }) => {
    const terminal = await ui.open(places.db);
    await terminal.run(
      'clear; for i in $(seq 1 200); do echo "line $i"; sleep 0.01; done; read -r answer; echo "[$answer]"',
    );
    await terminal.shows('line 30');
    stack.sockets.breakBrowsers();
    await terminal.type('typed meanwhile');
    await terminal.press('Enter');
    await terminal.shows('[typed meanwhile]');
    const lines = (await terminal.text()).match(/(?<=^line )\d+$/gm)?.map(Number) ?? [];
    assert.ok(lines.length > 10, await terminal.text());
    const first = lines[0] ?? 0;
    assert.deepEqual(
      lines,
      lines.map((_, index) => first + index),
    );
    assert.equal(lines.at(-1), 200);
    assert.equal(stack.gateway.sessionCount, 1);
  },
  { expectedReports: /WebSocket connection|ERR_CONNECTION|network error/i },
);
