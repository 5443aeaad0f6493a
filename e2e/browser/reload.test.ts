import assert from 'node:assert/strict';
import { browserTests, openPage, type Visit } from './browser-test.ts';
import { makeFile } from './cluster-requests.ts';
import { sessionProcesses } from './leftovers.ts';
import { places } from './places.ts';
import type { PodbayPage } from './podbay-page.ts';
import { listSessions, StayedTerminal } from './stayed-terminal.ts';
import type { TerminalView } from './terminal-view.ts';
import { until } from './until.ts';

const browserTest = browserTests();

/** Loads the page again, and waits until its terminal is back. */
async function reload({ page, ui }: Visit, place: Parameters<PodbayPage['open']>[0]): Promise<TerminalView> {
  await page.reload();
  const terminal = ui.terminal(place);
  await terminal.says(/Connected/);
  return terminal;
}

browserTest('top goes on through a reload', async visit => {
  const terminal = await visit.ui.open(places.toolbox);
  await terminal.run('top -d 1');
  await terminal.shows(/PID +/);
  using stayed = await StayedTerminal.join(visit.stack, visit.context);
  const again = await reload(visit, places.toolbox);
  await stayed.isShownBy(again);
  await again.type('q');
  await again.complete('echo over');
  await stayed.isShownBy(again);
});

browserTest('vi with text that is not saved goes on through a reload', async visit => {
  const terminal = await visit.ui.open(places.toolbox);
  await terminal.complete('echo before vi; rm -f /tmp/unsaved.txt');
  await terminal.run('vi -u NONE /tmp/unsaved.txt');
  await terminal.shows(/^~$/m);
  await terminal.type('ifirst line\nsecond line');
  await terminal.shows(/^second line$/m);
  using stayed = await StayedTerminal.join(visit.stack, visit.context);
  const again = await reload(visit, places.toolbox);
  await stayed.isShownBy(again);
  assert.equal(stayed.isAlternate, true);
  await again.type(' goes on');
  await again.press('Escape');
  await again.run(':wq');
  await again.shows(/^before vi$/m);
  await again.run('cat /tmp/unsaved.txt');
  await again.shows(/^first line\nsecond line goes on$/m);
  await stayed.isShownBy(again);
});

browserTest('a shell that ended while the page was away tells its exit code', async visit => {
  const { ui, page, stack } = visit;
  const terminal = await ui.open(places.db);
  await terminal.run('until [ -e /tmp/go ]; do sleep 0.1; done; exit 7');
  const address = page.url();
  await page.goto('about:blank');
  await makeFile(stack, places.db, '/tmp/go');
  await until(async () => (await sessionProcesses(stack, places.db)).length === 0 || 'it runs');
  await page.goto(address);
  await ui.terminal(places.db).says('Exited with code 7');
});

browserTest(
  'a session that is gone is said to be over; a new shell is opened only when asked for',
  async visit => {
    const { ui, page, stack, context } = visit;
    await ui.open(places.db);
    const address = page.url();
    await page.goto('about:blank');
    const [session] = await listSessions(stack, context);
    await context.request.delete(`${stack.origin}/api/v1/sessions/${session?.id}`);
    await page.goto(address);
    const terminal = ui.terminal(places.db);
    await terminal.says('This session is over');
    assert.equal(stack.gateway.sessionCount, 0);
    await terminal.root.getByRole('button', { name: 'Open again' }).click();
    await terminal.isReady();
  },
);

browserTest('a browser that is started again finds its terminals', async visit => {
  const { context, stack, page, ui } = visit;
  const terminal = await ui.open(places.db);
  await terminal.complete('mine=kept');
  await ui.open(places.cache);
  await page.goto('about:blank');
  const later = await openPage(visit);
  await later.tabs.nth(1).waitFor();
  await later.tabs.filter({ hasText: /postgres/ }).click();
  const again = later.terminal(places.db);
  await again.isReady();
  await again.run('echo "is $mine"; stty size');
  await again.shows(/^is kept$/m);
  assert.equal((await listSessions(stack, context)).length, 2);
  await later.closeAllTabs();
  await later.page.close();
});

browserTest('a reload in the middle of a flood, with a second tab that keeps its size', async visit => {
  const { ui } = visit;
  const hidden = await ui.open(places.db);
  await hidden.complete(`trap 'echo "re""sized"' WINCH`);
  const terminal = await ui.open(places.toolbox);
  await terminal.run('seq 1 400000; echo "all of ""it"');
  await terminal.shows(/^\d{3,}$/m);
  const again = await reload(visit, places.toolbox);
  await again.shows(/^all of it$/m, 60_000);
  await ui.tabs.filter({ hasText: /postgres/ }).click();
  const other = ui.terminal(places.db);
  await other.complete('echo here');
  assert.doesNotMatch(await other.text(), /resized/);
  assert.equal(await ui.tabs.count(), 2);
});

browserTest('a reload while the shell is starting meets the shell that was started', async visit => {
  const { ui, page, stack } = visit;
  await ui.open(places.cache);
  const asked = page.waitForEvent('websocket');
  await ui.follow(places.db);
  await asked;
  await until(async () => stack.gateway.sessionCount === 2);
  await page.reload();
  await ui.terminal(places.db).isReady();
  assert.equal(await ui.tabs.count(), 2);
  assert.equal(stack.gateway.sessionCount, 2);
});
