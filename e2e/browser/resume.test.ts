import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { newContext } from './browser-context.ts';
import { type BrowserTest, browserTests, type Visit } from './browser-test.ts';
import { places } from './places.ts';
import { PodbayPage } from './podbay-page.ts';
import { listSessions, StayedTerminal } from './stayed-terminal.ts';
import type { TerminalView } from './terminal-view.ts';
import { UnsteadyNetwork } from './unsteady-network.ts';
import { until } from './until.ts';

const browserTest = browserTests();

interface UnsteadyVisit extends Visit {
  readonly network: UnsteadyNetwork;
}

// Browsers report every connection that breaks, and the witness every address that is not the gateway's own.
const brokenConnections =
  /request to http:\/\/127\.0\.0\.1|WebSocket connection|ERR_|network error|Failed to load/i;

/** A test whose page reaches the gateway by way of a network that breaks. */
const unsteadyTest = (
  name: string,
  body: (visit: UnsteadyVisit) => Promise<void>,
  deadlineMs?: number,
): ReturnType<BrowserTest> =>
  browserTest(
    name,
    async visit => {
      const network = await UnsteadyNetwork.start(visit.stack.origin);
      try {
        await visit.page.goto(network.through(visit.page.url()));
        await visit.ui.row(/./).first().waitFor();
        await body({ ...visit, network });
        network.restore();
        await visit.ui.closeAllTabs();
        await visit.page.goto('about:blank');
      } finally {
        await network.close();
      }
    },
    { expectedReports: brokenConnections, ...(deadlineMs !== undefined && { deadlineMs }) },
  );

/** Loads the page again, and waits until its terminal is back. */
async function reload({ page, ui }: Visit, place: Parameters<PodbayPage['open']>[0]): Promise<TerminalView> {
  await page.reload();
  const terminal = ui.terminal(place);
  await terminal.says(/Connected/);
  return terminal;
}

/** One more page of the same browser. */
async function openPage({ context, stack }: Visit): Promise<PodbayPage> {
  const ui = new PodbayPage(await context.newPage());
  await ui.page.goto(stack.origin);
  await ui.row(/./).first().waitFor();
  return ui;
}

async function openSessions(ui: PodbayPage) {
  await ui.page.getByTestId('sessions').click();
  return ui.page.getByRole('dialog', { name: 'Running sessions' });
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

unsteadyTest(
  'offline for 30 s during a flood: no line is lost, what was typed comes once; another device looks on meanwhile',
  async visit => {
    const { ui, network, page } = visit;
    const terminal = await ui.open(places.toolbox);
    using stayed = await StayedTerminal.join(visit.stack, visit.context);
    await terminal.run('clear; seq 1 300000');
    await terminal.shows(/^\d{3,}$/m);
    network.goDown();
    const back = page.waitForTimeout(30_000);
    await terminal.says(/Connection lost/);
    await page.keyboard.type('echo "typed"" offline"\n');
    await page.keyboard.type('echo "and ""more"\n');
    await stayed.shows(/^300000$/m, 25_000);
    await lookOnFromAnotherDevice(visit, stayed);
    await back;
    network.restore();
    await terminal.root
      .getByRole('button', { name: 'Reconnect now' })
      .click()
      .catch(() => {});
    await terminal.shows(/^and more$/m, 20_000);
    await stayed.isShownBy(terminal);
    const text = await terminal.text();
    assert.deepEqual(text.match(/^(typed offline|and more)$/gm), ['typed offline', 'and more']);
    const numbers = text.match(/^\d{6}$/gm)?.map(Number) ?? [];
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => 300_000 - numbers.length + 1 + index),
    );
  },
  120_000,
);

/** Joins the session from a browser with its own login, and leaves again. */
async function lookOnFromAnotherDevice({ context, stack }: Visit, stayed: StayedTerminal): Promise<void> {
  const browser = context.browser();
  assert.ok(browser);
  const device = await newContext(browser, {});
  try {
    const ui = new PodbayPage(await device.newPage());
    await ui.page.goto(stack.newLink());
    await ui.row(/./).first().waitFor();
    await (await openSessions(ui)).getByRole('button', { name: 'Attach: playground / shell' }).click();
    const terminal = ui.terminal(places.toolbox);
    await terminal.says('Connected');
    await stayed.isShownBy(terminal);
  } finally {
    await device.close();
  }
}

unsteadyTest('ten megabytes that are pasted while the connection breaks twice arrive whole', async visit => {
  const { ui, network, page } = visit;
  const terminal = await ui.open(places.toolbox);
  const line = 'the quick brown fox jumps over the lazy dog, äöü 日本語 0123456789\r';
  const text = line.repeat(Math.ceil((10 * 1024 * 1024) / Buffer.byteLength(line)));
  const bracketed = `\x1b[200~${text}\x1b[201~`;
  const digest = createHash('md5').update(bracketed).digest('hex');
  const length = Buffer.byteLength(bracketed);
  await terminal.run(
    `stty raw -echo; printf '\\033[?2004h'; echo "rea""dy"; head -c ${length} | md5sum; stty sane`,
  );
  await terminal.shows('ready');
  await terminal.pasteAfterLook(text);
  for (const pauseMs of [300, 600]) {
    await page.waitForTimeout(pauseMs);
    network.cut();
  }
  await terminal.shows(digest, 40_000);
});

unsteadyTest(
  'a proxy that starts again: the terminal comes back by itself and says so',
  async ({ ui, network }) => {
    const terminal = await ui.open(places.db);
    await terminal.complete('mine=still; echo here');
    network.goDown();
    await terminal.says(/Connection lost/);
    network.restore();
    await terminal.says(/nothing was lost/);
    await terminal.run('echo "$mine the same"');
    await terminal.shows(/^still the same$/m);
  },
);

unsteadyTest('more than is kept went by: the screen is right, and it is said', async visit => {
  const { ui, network } = visit;
  const terminal = await ui.open(places.toolbox);
  using stayed = await StayedTerminal.join(visit.stack, visit.context);
  await terminal.type('');
  await terminal.run(
    'echo begun; sleep 1; seq 1 600000; seq 1 200 > /tmp/numbers; vi -u NONE +150 /tmp/numbers',
  );
  await terminal.shows(/^begun$/m);
  network.goDown();
  await terminal.says(/Connection lost/);
  await stayed.shows(/^150$[\s\S]*"\/tmp\/numbers" 200 lines/m, 30_000);
  assert.ok(stayed.offset > 3 * 1024 * 1024, `${stayed.offset} bytes`);
  network.restore();
  await terminal.root
    .getByText(/of output were skipped\. The screen was restored, without images\.$/)
    .waitFor();
  await stayed.isShownBy(terminal);
  await terminal.root.getByRole('button', { name: 'Dismiss' }).click();
  await terminal.type(':q!\n');
  // What is typed before vi has ended may be read by it.
  await terminal.isReady();
  await terminal.complete('echo over');
  await stayed.isShownBy(terminal);
});

// Draws once, and again when its size changes; in between more is written in one place than anybody parses who is not asked.
const drawsOnce = `draw() { printf '\\033[2J\\033[9;5Hdrawn '; echo "by the ""program"; }
trap draw WINCH; draw; sleep 1
yes "$(printf '\\033[1;1Hflood\\033[1;40H%060d' 0)" | tr -d '\\n' | head -c 8000000
printf '\\033[1;1H\\033[2Kflood is %s' over
while :; do sleep 0.1; done`;

unsteadyTest(
  'what can not be known is said, and the program draws it again',
  async visit => {
    const { ui, network, page } = visit;
    const terminal = await ui.open(places.toolbox);
    using stayed = await StayedTerminal.join(visit.stack, visit.context);
    await terminal.type(`cat > /tmp/draws.sh <<'END'\n${drawsOnce}\nEND\nclear\n`);
    await terminal.isReady();
    await terminal.run('bash /tmp/draws.sh');
    await terminal.shows(/^ {4}drawn by the program$/m);
    network.goDown();
    await terminal.says(/Connection lost/);
    await stayed.shows(/^flood is over/m, 30_000);
    network.restore();
    await terminal.root
      .getByText(/restored as far as it was known; the program was asked to draw it again/)
      .waitFor();
    await terminal.shows(/^ {4}drawn by the program$/m);
    await stayed.isShownBy(terminal);
    await terminal.type('');
    await page.keyboard.press('Control+c');
    await terminal.isReady();
  },
  90_000,
);

unsteadyTest('a shell that ended meanwhile tells its exit code', async visit => {
  const { ui, network, page, stack } = visit;
  const terminal = await ui.open(places.db);
  await terminal.run('echo begun; sleep 1; echo last words; exit 7');
  await terminal.shows(/^begun$/m);
  network.goDown();
  await terminal.says(/Connection lost/);
  await page.waitForTimeout(2500);
  network.restore();
  await terminal.says('Exited with code 7');
  await terminal.shows(/^last words$/m);
  await until(async () => stack.gateway.sessionCount === 0, 5000);
});

browserTest('a shell that ended while the page was away tells its exit code, too', async visit => {
  const { ui, page } = visit;
  const terminal = await ui.open(places.db);
  await terminal.run('echo begun; sleep 1; exit 7');
  await terminal.shows(/^begun$/m);
  const address = page.url();
  await page.goto('about:blank');
  await page.waitForTimeout(2000);
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
  assert.equal(await later.tabs.count(), 2);
  await later.tabs.filter({ hasText: /postgres/ }).click();
  const again = later.terminal(places.db);
  await again.isReady();
  await again.run('echo "is $mine"; stty size');
  await again.shows(/^is kept$/m);
  assert.equal((await listSessions(stack, context)).length, 2);
  await later.closeAllTabs();
  await later.page.close();
});

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
  const list = await openSessions(other);
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
  const again = await openSessions(other);
  await again.getByText('in this page').waitFor();
  await page.keyboard.press('Escape');
  await again.getByRole('button', { name: 'End: playground / shell' }).click();
  await again.getByRole('button', { name: 'End session: playground / shell' }).click();
  await first.says('Ended');
  await second.says('Ended');
  await again.getByText('No session runs.').waitFor();
  await other.page.close();
});

browserTest('a session that this page shows may be taken over, too, and goes on', async visit => {
  const { ui, stack } = visit;
  const first = await ui.open(places.toolbox);
  await first.complete('mine=here');
  const other = await openPage(visit);
  const list = await openSessions(other);
  await list.getByRole('button', { name: 'Attach: playground / shell' }).click();
  const second = other.terminal(places.toolbox);
  await second.says('1 other viewer');
  await (await openSessions(other)).getByRole('button', { name: 'Take over: playground / shell' }).click();
  await first.says('Opened elsewhere');
  await second.isReady();
  await second.run('echo "still $mine"');
  await second.shows(/^still here$/m);
  assert.equal(stack.gateway.sessionCount, 1);
  await other.closeAllTabs();
  await other.page.close();
});

browserTest('a tab whose session is open elsewhere can be closed alone', async visit => {
  const { ui, stack } = visit;
  const first = await ui.open(places.db);
  const other = await openPage(visit);
  const list = await openSessions(other);
  await list.getByRole('button', { name: 'Attach: db-0 / postgres' }).click();
  await other.terminal(places.db).says('1 other viewer');
  await other.tabs.getByRole('button', { name: /^Close / }).click();
  await other.page.getByRole('button', { name: 'Close only here' }).click();
  await other.tabs.waitFor({ state: 'detached' });
  await first.complete('echo goes on');
  assert.equal(stack.gateway.sessionCount, 1);
  await other.page.close();
});

browserTest('a reload in the middle of a flood, with a second tab that keeps its size', async visit => {
  const { ui, page } = visit;
  const hidden = await ui.open(places.db);
  await hidden.complete(`trap 'echo "re""sized"' WINCH`);
  const terminal = await ui.open(places.toolbox);
  await terminal.run('seq 1 400000; echo "all of ""it"');
  await terminal.shows(/^\d{3,}$/m);
  const again = await reload(visit, places.toolbox);
  using stayed = await StayedTerminal.join(visit.stack, visit.context);
  await again.shows(/^all of it$/m, 20_000);
  await ui.tabs.filter({ hasText: /postgres/ }).click();
  const other = ui.terminal(places.db);
  await other.complete('echo here');
  assert.doesNotMatch(await other.text(), /resized/);
  assert.equal(await ui.tabs.count(), 2);
  assert.ok(stayed.offset >= 0 && page.url().length > 0);
});

browserTest('a reload while the shell is starting meets the shell that was started', async visit => {
  const { ui, page, stack } = visit;
  await ui.open(places.cache);
  const asked = page.waitForEvent('websocket');
  await ui.follow(places.db);
  await asked;
  await until(async () => stack.gateway.sessionCount === 2, 5000);
  await page.reload();
  await ui.terminal(places.db).isReady();
  assert.equal(await ui.tabs.count(), 2);
  assert.equal(stack.gateway.sessionCount, 2);
});
