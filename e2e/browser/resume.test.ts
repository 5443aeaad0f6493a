import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { newContext } from './browser-context.ts';
import { type BrowserTest, browserTests, type Visit } from './browser-test.ts';
import { makeFile } from './cluster-requests.ts';
import { sessionProcesses, untilSessionsAreGone } from './leftovers.ts';
import { places } from './places.ts';
import { PodbayPage } from './podbay-page.ts';
import { StayedTerminal } from './stayed-terminal.ts';
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
const unsteadyTest = (name: string, body: (visit: UnsteadyVisit) => Promise<void>): ReturnType<BrowserTest> =>
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
        // A page that goes away at once may take the wish to end with it.
        await untilSessionsAreGone(visit.stack, []);
        await visit.page.goto('about:blank');
      } finally {
        await network.close();
      }
    },
    { expectedReports: brokenConnections },
  );

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
    await stayed.shows(/^300000$/m, 60_000);
    await lookOnFromAnotherDevice(visit, stayed);
    await back;
    await comeBack(visit, terminal);
    await terminal.shows(/^and more$/m, 60_000);
    await stayed.isShownBy(terminal);
    const text = await terminal.text();
    assert.deepEqual(text.match(/^(typed offline|and more)$/gm), ['typed offline', 'and more']);
    const numbers = text.match(/^\d{6}$/gm)?.map(Number) ?? [];
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => 300_000 - numbers.length + 1 + index),
    );
  },
);

/** The network is back: the page tries again by itself within seconds, and at once when the user asks for it. */
async function comeBack({ network }: UnsteadyVisit, { root }: TerminalView): Promise<void> {
  network.restore();
  const button = root.getByRole('button', { name: 'Reconnect now' });
  await button.click({ timeout: 1000 }).catch(() => {});
}

/** Joins the session from a browser with its own login, and leaves again. */
async function lookOnFromAnotherDevice({ context, stack }: Visit, stayed: StayedTerminal): Promise<void> {
  const browser = context.browser();
  assert.ok(browser);
  const device = await newContext(browser, {});
  try {
    const ui = new PodbayPage(await device.newPage());
    await ui.page.goto(stack.newLink());
    await ui.row(/./).first().waitFor();
    await (await ui.openSessions()).getByRole('button', { name: 'Attach: playground / shell' }).click();
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
  await terminal.shows(digest, 60_000);
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
    'echo begun; read -r; seq 1 600000; seq 1 200 > /tmp/numbers; vi -u NONE +150 /tmp/numbers',
  );
  await terminal.shows(/^begun$/m);
  network.goDown();
  await terminal.says(/Connection lost/);
  stayed.type('\r');
  await stayed.shows(/^150$[\s\S]*"\/tmp\/numbers" 200 lines/m, 60_000);
  assert.ok(stayed.offset > 3 * 1024 * 1024, `${stayed.offset} bytes`);
  await comeBack(visit, terminal);
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
trap draw WINCH; draw; read -r
yes "$(printf '\\033[1;1Hflood\\033[1;40H%060d' 0)" | tr -d '\\n' | head -c 8000000
printf '\\033[1;1H\\033[2Kflood is %s' over
while :; do sleep 0.1; done`;

unsteadyTest('what can not be known is said, and the program draws it again', async visit => {
  const { ui, network, page } = visit;
  const terminal = await ui.open(places.toolbox);
  using stayed = await StayedTerminal.join(visit.stack, visit.context);
  await terminal.type(`cat > /tmp/draws.sh <<'END'\n${drawsOnce}\nEND\nclear\n`);
  await terminal.isReady();
  await terminal.run('bash /tmp/draws.sh');
  await terminal.shows(/^ {4}drawn by the program$/m);
  network.goDown();
  await terminal.says(/Connection lost/);
  stayed.type('\r');
  await stayed.shows(/^flood is over/m, 60_000);
  await comeBack(visit, terminal);
  await terminal.root
    .getByText(/restored as far as it was known; the program was asked to draw it again/)
    .waitFor();
  await terminal.shows(/^ {4}drawn by the program$/m);
  await stayed.isShownBy(terminal);
  await terminal.type('');
  await page.keyboard.press('Control+c');
  await terminal.isReady();
});

unsteadyTest('a shell that ended meanwhile tells its exit code', async visit => {
  const { ui, network, stack } = visit;
  const terminal = await ui.open(places.db);
  await terminal.run('echo begun; until [ -e /tmp/go ]; do sleep 0.1; done; echo last words; exit 7');
  await terminal.shows(/^begun$/m);
  network.goDown();
  await terminal.says(/Connection lost/);
  await makeFile(stack, places.db, '/tmp/go');
  await until(async () => (await sessionProcesses(stack, places.db)).length === 0 || 'it runs');
  await comeBack(visit, terminal);
  await terminal.says('Exited with code 7');
  await terminal.shows(/^last words$/m);
  await until(async () => stack.gateway.sessionCount === 0);
});
