import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Journal } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';
import { Recovery, type RecoveryTiming, type RecoveryVerdict } from './recovery.ts';

function setUp(timing: Partial<RecoveryTiming>, verdictOf: (entry: JournalEntry) => RecoveryVerdict) {
  const dir = mkdtempSync(join(tmpdir(), 'podbay-recovery-'));
  const journal = new Journal({ dir, onTrouble: ({ type }) => assert.fail(type) });
  const log: string[] = [];
  let now = 0;
  let most = 0;
  const recovery = new Recovery({
    journal,
    timing: { roundMs: 20, maxRoundMs: 20, ...timing },
    reap: async entry => {
      now++;
      most = Math.max(most, now);
      await sleep(2);
      now--;
      log.push(entry.marker);
      return verdictOf(entry);
    },
    onLeft: ({ marker }, why) => log.push(`${marker} ${why}`),
  });
  const add = (marker: string, openedAt = new Date()) => {
    const entry: JournalEntry = {
      marker,
      pid: 1,
      session: 's',
      user: 'ada',
      target: { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' },
      server: 'https://127.0.0.1:6443/',
      uid: 'u',
      image: 'web:1',
      node: 'a',
      openedAt: openedAt.toISOString(),
    };
    journal.put(entry);
    recovery.add(entry);
  };
  return {
    recovery,
    log,
    add,
    most: () => most,
    left: () => journal.entries.map(({ marker }) => marker),
    [Symbol.dispose]() {
      recovery.close();
      journal.close();
      rmSync(dir, { recursive: true });
    },
  };
}

test('what is done leaves the journal, what fails is tried again, what is unreachable stays', async () => {
  let tries = 0;
  using set = setUp({}, ({ marker }) => {
    if (marker === 'far') return 'unreachable';
    return marker === 'hard' && ++tries < 3 ? 'failed' : 'done';
  });
  for (const marker of ['easy', 'hard', 'far']) set.add(marker);
  await set.recovery.start();
  assert.deepEqual(set.left(), ['hard', 'far']);
  while (set.left().length > 1) await sleep(5);
  await sleep(60);
  assert.deepEqual(set.left(), ['far']);
  assert.deepEqual(set.log.toSorted(), ['easy', 'far', 'far unreachable', 'hard', 'hard', 'hard']);
});

test('several at once, and no more than that', async () => {
  using set = setUp({ concurrency: 3 }, () => 'done');
  for (let i = 0; i < 10; i++) set.add(`m${i}`);
  await set.recovery.start();
  assert.deepEqual(set.left(), []);
  assert.equal(set.most(), 3);
});

test('what is too old is forgotten, and told', async () => {
  using set = setUp({ maxAgeMs: 60_000 }, () => 'failed');
  set.add('old', new Date(Date.now() - 61_000));
  set.add('young');
  await set.recovery.start();
  assert.deepEqual(set.log.toSorted(), ['old too-old', 'young']);
  assert.deepEqual(set.left(), ['young']);
});

test('closing stops it between two entries', async () => {
  using set = setUp({ concurrency: 1 }, () => {
    set.recovery.close();
    return 'done';
  });
  for (const marker of ['first', 'second']) set.add(marker);
  await set.recovery.start();
  await sleep(50);
  assert.deepEqual(set.log, ['first']);
  assert.deepEqual(set.left(), ['second']);
});
