import assert from 'node:assert/strict';
import { browserTests, openPage } from './browser-test.ts';
import { places } from './places.ts';
import { PodbayPage } from './podbay-page.ts';
import { listSessions } from './stayed-terminal.ts';

const browserTest = browserTests();

browserTest('a duplicated tab joins: both see and type, and queries are answered once', async visit => {
  const { ui, page, context, stack } = visit;
  const first = await ui.open(places.toolbox);
  await first.complete('mine=shared');
  const [twin] = await Promise.all([
    context.waitForEvent('page'),
    page.evaluate(() => void window.open(location.href)),
  ]);
  const other = new PodbayPage(twin);
  const second = other.terminal(places.toolbox);
  await second.says('Connected');
  await first.says('1 other viewer');
  assert.equal((await listSessions(stack, context)).length, 1);
  await second.run('echo "second: $mine"');
  await first.shows(/^second: shared$/m);
  await first.run('echo "first: $mine"');
  await second.shows(/^first: shared$/m);
  for (const [asking, mark] of [
    [first, 'one'],
    [second, 'two'],
  ] as const) {
    await asking.run(
      `clear; stty raw -echo min 0 time 15; printf '\\033[5n'; head -c 99 | od -An -c; stty sane; echo "answered "${mark}`,
    );
    await asking.shows(`answered ${mark}`);
    assert.deepEqual((await asking.text()).match(/\d\d\d +\[ +\d +n/g)?.length, 1, await asking.text());
  }
  await twin.close();
  await first.status.getByText('other viewer').waitFor({ state: 'detached' });
});

browserTest('the list of sessions: taken over, taken back, ended', async visit => {
  const { ui, page } = visit;
  const first = await ui.open(places.toolbox);
  await first.complete('mine=here');
  const other = await openPage(visit);
  assert.equal(await other.tabs.count(), 0);
  const list = await other.openSessions();
  await list.getByText('default', { exact: false }).first().waitFor();
  await list.getByRole('button', { name: 'Take over: playground / shell' }).click();
  const second = other.terminal(places.toolbox);
  await second.isReady();
  await first.says('Opened elsewhere');
  await second.run('echo "taken, $mine"');
  await second.shows(/^taken, here$/m);
  await first.root.getByRole('button', { name: 'Come back' }).click();
  await first.says('Connected');
  await second.says('1 other viewer');
  await first.shows(/^taken, here$/m);
  const again = await other.openSessions();
  await again.getByText('in this page').waitFor();
  await page.keyboard.press('Escape');
  await again.getByRole('button', { name: 'End: playground / shell' }).click();
  await again.getByRole('button', { name: 'End session: playground / shell' }).click();
  await first.says('Ended');
  await second.says('Ended');
  await again.getByText('No session runs.').waitFor();
  await other.page.close();
});

browserTest(
  'a session that this page shows, too, may be taken over, or left to the other page',
  async visit => {
    const { ui, stack } = visit;
    const first = await ui.open(places.toolbox);
    await first.complete('mine=here');
    const other = await openPage(visit);
    const list = await other.openSessions();
    await list.getByRole('button', { name: 'Attach: playground / shell' }).click();
    const second = other.terminal(places.toolbox);
    await second.says('1 other viewer');
    await (await other.openSessions()).getByRole('button', { name: 'Take over: playground / shell' }).click();
    await first.says('Opened elsewhere');
    await second.isReady();
    await second.run('echo "still $mine"');
    await second.shows(/^still here$/m);
    await first.root.getByRole('button', { name: 'Come back' }).click();
    await second.says('1 other viewer');
    await other.tabs.locator('.terminal-tab-close').click();
    await other.page.getByRole('button', { name: 'Close only here' }).click();
    await other.tabs.waitFor({ state: 'detached' });
    await first.complete('echo goes on');
    assert.equal(stack.gateway.sessionCount, 1);
    await other.page.close();
  },
);
