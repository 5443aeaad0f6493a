import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { Journal, type JournalTrouble } from './journal.ts';
import type { JournalEntry } from './journal-entry.ts';
import { type Owner, thisProcess } from './owner.ts';

const dirs: string[] = [];
after(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'podbay-journal-'));
  dirs.push(dir);
  return join(dir, 'state', 'podbay');
}

function open(dir: string) {
  const troubles: JournalTrouble[] = [];
  const journal = new Journal({ dir, onTrouble: trouble => troubles.push(trouble) });
  return { journal, troubles };
}

function entryOf(marker: string, more: Partial<JournalEntry> = {}): JournalEntry {
  return {
    marker,
    pid: 0,
    session: 'session-0123456789',
    user: 'ada',
    target: { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' },
    server: 'https://127.0.0.1:6443/',
    uid: 'u',
    image: 'web:1',
    node: 'a',
    openedAt: new Date().toISOString(),
    ...more,
  };
}

/** A journal in `dir` as a gateway left it. */
function leave(dir: string, owner: Owner, lines: readonly (object | string)[]): string {
  const text = [{ owner }, ...lines].map(line => (typeof line === 'string' ? line : JSON.stringify(line)));
  const path = join(dir, `${owner.pid}-left.journal`);
  writeFileSync(path, text.join('\n'));
  return path;
}

const markers = (entries: readonly JournalEntry[]) => entries.map(({ marker, pid }) => `${marker} ${pid}`);
const files = (dir: string) => readdirSync(dir);

test('is for its owner alone, and leaves nothing when there is nothing to leave', () => {
  const dir = newDir();
  const { journal } = open(dir);
  journal.put(entryOf('m1'));
  const [name = ''] = files(dir);
  assert.equal(statSync(dir).mode & 0o777, 0o700);
  assert.equal(statSync(join(dir, name)).mode & 0o777, 0o600);
  journal.remove('m1');
  journal.close();
  journal.close();
  assert.deepEqual(files(dir), []);
});

test('what is written is there before the call returns', () => {
  const dir = newDir();
  const { journal } = open(dir);
  const [name = ''] = files(dir);
  const lines = () => readFileSync(join(dir, name), 'utf8').trim().split('\n');
  journal.put(entryOf('m1'));
  assert.match(lines().at(-1) ?? '', /"marker":"m1","pid":0/);
  journal.put(entryOf('m1', { pid: 7 }));
  assert.match(lines().at(-1) ?? '', /"marker":"m1","pid":7/);
  journal.remove('m1');
  assert.equal(lines().at(-1), '{"gone":"m1"}');
  journal.remove('m1');
  assert.equal(lines().length, 4);
  journal.close();
});

test('the journal of a dead gateway is adopted: what is not gone, with what was learned last', () => {
  const dir = newDir();
  const { journal } = open(dir);
  const dead = { ...thisProcess(), pid: spawnSync('true').pid };
  leave(dir, dead, [
    { entry: entryOf('m1') },
    { entry: entryOf('m2') },
    { entry: entryOf('m2', { pid: 9 }) },
    { gone: 'm1' },
    '{"entry":{"marker":"m3","pi',
  ]);
  assert.deepEqual(markers(journal.adopt()), ['m2 9']);
  assert.deepEqual(markers(journal.entries), ['m2 9']);
  assert.equal(files(dir).length, 1);
  assert.deepEqual(journal.adopt(), []);
  journal.close();
  const next = open(dir).journal;
  assert.deepEqual(markers(next.adopt()), ['m2 9'], 'what is left is handed on');
  next.remove('m2');
  next.close();
});

test('tells living gateways from dead ones', () => {
  const me = thisProcess();
  const old = new Date(Date.now() - 600_000);
  const dead = spawnSync('true').pid;
  const cases: readonly [string, Owner, Date, boolean][] = [
    ['alive', me, old, false],
    ['its pid belongs to another process now', { ...me, start: '1' }, new Date(), true],
    ['no such process', { ...me, pid: dead }, new Date(), true],
    ['the machine was started anew', { ...me, boot: 'before' }, new Date(), true],
    ['elsewhere, and not long ago', { ...me, host: 'elsewhere', pid: dead }, new Date(), false],
    ['elsewhere, and silent for long', { ...me, host: 'elsewhere' }, old, true],
  ];
  for (const [name, owner, touched, adopted] of cases) {
    const dir = newDir();
    const { journal } = open(dir);
    utimesSync(leave(dir, owner, [{ entry: entryOf('m1') }]), touched, touched);
    assert.equal(journal.adopt().length, adopted ? 1 : 0, name);
    journal.close();
  }
});

test('a line that was torn costs that line alone', () => {
  const dir = newDir();
  const { journal } = open(dir);
  const dead = { ...thisProcess(), pid: spawnSync('true').pid };
  const path = leave(dir, dead, [{ entry: entryOf('m1') }, '{"entry":{"mark', { entry: entryOf('m2') }]);
  appendFileSync(path, '\n{"gone":"m1"');
  assert.deepEqual(markers(journal.adopt()), ['m1 0', 'm2 0']);
  journal.close();
});

test('grows no further than what it holds', () => {
  const dir = newDir();
  const { journal } = open(dir);
  journal.put(entryOf('stays'));
  for (let i = 0; i < 3_000; i++) {
    journal.put(entryOf(`m${i}`));
    journal.remove(`m${i}`);
  }
  const [name = ''] = files(dir);
  assert.ok(statSync(join(dir, name)).size < 400_000);
  journal.close();
  const next = open(dir).journal;
  assert.deepEqual(markers(next.adopt()), ['stays 0']);
  next.close();
});

test('trouble is told once and stops nobody; with the first write that works everything is there', () => {
  const dir = newDir();
  const { journal, troubles } = open(dir);
  journal.put(entryOf('m1'));
  rmSync(dir, { recursive: true });
  writeFileSync(dir, 'no directory any more');
  // The descriptor is still good; what is not is found out when the file is written anew.
  const words = () => troubles.map(({ type }) => type);
  for (let i = 0; i < 2_000; i++) journal.put(entryOf(`m${i}`));
  assert.deepEqual(words(), ['failed']);
  rmSync(dir);
  journal.put(entryOf('last'));
  assert.deepEqual(words(), ['failed', 'recovered']);
  journal.close();
  const next = open(dir).journal;
  assert.equal(next.adopt().length, 2_001);
  next.close();
});

test('a directory that can not be made is trouble, not a crash', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'podbay-journal-')), 'file');
  dirs.push(dirname(file));
  writeFileSync(file, '');
  const { journal, troubles } = open(join(file, 'podbay'));
  journal.put(entryOf('m1'));
  assert.deepEqual(journal.adopt(), []);
  journal.close();
  assert.deepEqual(
    troubles.map(({ type }) => type),
    ['failed'],
  );
});
