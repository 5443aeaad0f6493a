import assert from 'node:assert/strict';
import { test } from 'node:test';
import headless from '@xterm/headless';
import type { Terminal } from '@xterm/xterm';
import { takeClipboardWrites } from './clipboard-writes.ts';
import { guardCounts } from './count-guard.ts';
import { guardErase } from './erase-guard.ts';
import { guardReplies } from './reply-guard.ts';
import { hostileOutput, randomFrom } from './testing/hostile-output.ts';
import { cleanTitle } from './title.ts';

const declare = globalThis as {
  readonly process?: { readonly env: Readonly<Record<string, string | undefined>> };
};
const { FUZZ_RUNS = '20000', FUZZ_SEED = String(Date.now() % 1_000_000) } = declare.process?.env ?? {};
const runs = Number(FUZZ_RUNS);
const batch = 100;
const maxBatchMs = 5_000;

/** All that a terminal may answer: attributes, status, cursor, modes, settings and colours, in numbers; focus; never text of the program's. */
const answers = [
  /^\x1b\[[?>=]?[\d;]*c$/,
  /^\x1b\[\??[\d;]+[nR]$/,
  /^\x1b\[\??[\d;]+\$y$/,
  /^\x1b\[[\d;]+t$/,
  /^\x1b\[[IO]$/,
  /^\x1b\[\?\d+u$/,
  /^\x1bP[01]\$r[\d;]*(?:[mr]|"[pq]| q)?\x1b\\$/,
  /^\x1bP>\|xterm\.js\([\d.]+\)\x1b\\$/,
  /^\x1b\](?:4;\d+|1[0-2]);rgb:[\da-f/]+(?:\x1b\\|\x07)$/,
];

function setUp(isMuted: () => boolean) {
  const terminal = new headless.Terminal({
    cols: 80,
    rows: 24,
    scrollback: 500,
    allowProposedApi: true,
    logLevel: 'off',
  });
  const shown = terminal as unknown as Terminal;
  const told = { replies: [] as string[], titles: [] as string[], copied: 0 };
  guardReplies(shown.parser, isMuted);
  guardErase(shown);
  guardCounts(shown);
  takeClipboardWrites(shown.parser, { isMuted, handleWrite: () => told.copied++ });
  terminal.onData(data => told.replies.push(data));
  terminal.onTitleChange(title => told.titles.push(cleanTitle(title)));
  return { terminal, told };
}

async function attack(isMuted: () => boolean) {
  const { terminal, told } = setUp(isMuted);
  const below = randomFrom(Number(FUZZ_SEED));
  for (let count = 0; count < runs; count += batch) {
    const startedAtMs = performance.now();
    const parts = Array.from({ length: batch }, () => hostileOutput(below));
    for (const part of parts.slice(0, -1)) terminal.write(part);
    await new Promise<void>(resolve => terminal.write(parts.at(-1) ?? '', resolve));
    const tookMs = performance.now() - startedAtMs;
    assert.ok(tookMs < maxBatchMs, `seed ${FUZZ_SEED}, at ${count}: ${Math.round(tookMs)} ms`);
  }
  assert.ok(terminal.buffer.active.length <= 524, 'what is kept has a bound');
  await new Promise<void>(resolve => terminal.write('\x18\x1bc\x1b[2J\x1b[Halive', resolve));
  assert.equal(terminal.buffer.active.getLine(0)?.translateToString(true), 'alive', `seed ${FUZZ_SEED}`);
  terminal.dispose();
  return told;
}

test(`${runs} hostile sequences: answers are from the list, titles are clean, and the terminal lives`, async () => {
  const { replies, titles } = await attack(() => false);
  for (const reply of replies) {
    assert.ok(
      answers.some(answer => answer.test(reply)),
      `seed ${FUZZ_SEED}: ${JSON.stringify(reply)} was answered`,
    );
  }
  for (const title of titles) assert.match(title, /^[^\p{Cc}\u202e\u2066-\u2069]{0,120}$/u);
});

test(`${runs} hostile sequences that nobody waits for are answered by nothing but focus reports`, async () => {
  const { replies, copied } = await attack(() => true);
  const others = replies.filter(reply => !/^\x1b\[[IO]$/.test(reply));
  assert.deepEqual([[...new Set(others)], copied], [[], 0], `seed ${FUZZ_SEED}`);
});
