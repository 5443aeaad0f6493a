import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pino } from 'pino';
import type { AuditEntry } from './audit/audit-entry.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { Clusters } from './cluster/clusters.ts';
import type { ReapResult } from './cluster/reaper.ts';
import { RefusalError } from './errors.ts';
import { Records } from './records.ts';

const target = { context: 'prod', namespace: 'shop', pod: 'web', container: 'app' };
const user = { name: 'ada', groups: ['dev'] };
const remains = { target, marker: 'm', pid: 7 };
const report = { found: [7], hungUp: [7], killed: [], detached: [], left: [] };
const facts = { uid: 'u-1', image: 'web:1', node: 'node-a', labels: {}, os: undefined };
const measured = {
  outcome: undefined,
  pausedSince: undefined,
  inputBytes: 5,
  summary: () => ({ state: 'running', viewers: 1, offset: 100 }) as const,
};

interface Setting {
  readonly dir: string;
  readonly server?: string;
  readonly demo?: boolean;
  readonly result?: ReapResult;
}

function setUp({ dir, server = 'https://prod:6443/', demo = false, result = { type: 'gone' } }: Setting) {
  const reaps: string[] = [];
  const cluster = {
    summary: { name: 'prod', cluster: 'c', user: 'u', namespace: 'default', demo },
    server: new URL(server),
    reap: async ({ marker }: { marker: string }) => {
      reaps.push(marker);
      return result;
    },
  } as unknown as Cluster;
  const clusters = {
    get(name: string) {
      if (name === 'prod') return cluster;
      throw new RefusalError({ code: 'context-not-found', message: 'none' });
    },
  } as unknown as Clusters;
  const audit: AuditEntry[] = [];
  const log: Record<string, unknown>[] = [];
  const logger = pino({ base: null, timestamp: false }, { write: line => log.push(JSON.parse(line)) });
  const records = new Records({
    clusters,
    logger,
    sessions: [measured],
    audit: { record: entry => audit.push(entry), check: () => undefined },
    stateDir: dir,
  });
  records.start();
  const begin = () => {
    const record = records.open(
      { id: 'session-1', user, address: '10.0.0.7', target, command: ['sh'] },
      cluster,
    );
    record.begin(measured);
    return record;
  };
  return { records, audit, log, reaps, begin };
}

function newDir(t: { after(end: () => void): void }): string {
  const dir = mkdtempSync(join(tmpdir(), 'podbay-records-'));
  t.after(() => rmSync(dir, { recursive: true }));
  return dir;
}

test('every record says who, where and in which pod; those before the pod is known wait for it', t => {
  const { records, audit, begin } = setUp({ dir: newDir(t) });
  const record = begin();
  record.handleEvent({ type: 'attached', viewers: 1, from: undefined });
  assert.equal(audit.length, 0);
  record.handleFound(facts);
  record.handleEvent({ type: 'ended', outcome: { type: 'exited', code: 3 } });
  const subject = {
    user: 'ada',
    groups: ['dev'],
    address: '10.0.0.7',
    command: ['sh'],
    session: 'session-1',
    ...target,
    uid: 'u-1',
    image: 'web:1',
    node: 'node-a',
  };
  for (const event of audit) {
    assert.match(event.time, /^\d{4}-.*Z$/);
    assert.partialDeepStrictEqual(event, subject);
  }
  assert.deepEqual(
    audit.map(({ event }) => event),
    ['session.created', 'session.attached', 'session.ended'],
  );
  assert.partialDeepStrictEqual(audit[2], {
    outcome: 'exited',
    exitCode: 3,
    outputBytes: 100,
    inputBytes: 5,
  });
  records.close();
});

test('a session that found no pod is recorded, too', t => {
  const { records, audit, begin } = setUp({ dir: newDir(t) });
  const refusal = { code: 'pod-not-found', message: 'no' } as const;
  begin().handleEvent({ type: 'ended', outcome: { type: 'failed', refusal } });
  assert.deepEqual(
    audit.map(({ event, uid, cause }) => [event, uid, cause]),
    [
      ['session.created', '', undefined],
      ['session.ended', '', 'pod-not-found'],
    ],
  );
  records.close();
});

test('a reaping that fails is told with its place, counted, and left in the journal', async t => {
  const dir = newDir(t);
  const { records, audit, log, begin } = setUp({ dir });
  const record = begin();
  record.handleFound(facts);
  record.handleTrace(remains);
  record.handleReaped(remains, {
    result: { type: 'failed', message: 'no way', denied: false },
    durationMs: 5,
  });
  assert.deepEqual(audit.at(-1)?.reap, { result: 'failed', pid: 7, recovered: false, message: 'no way' });
  assert.partialDeepStrictEqual(log[0], { level: 40, ...target, pid: 7 });
  assert.match(await records.metrics.text(), /podbay_reaps_total\{result="failed"\} 1/);
  records.close();
  const next = setUp({ dir, result: { type: 'reaped', report } });
  await new Promise(setImmediate);
  assert.deepEqual(next.reaps, ['m']);
  assert.partialDeepStrictEqual(next.audit[0]?.reap, { result: 'reaped', recovered: true, found: [7] });
  assert.deepEqual([next.audit[0]?.user, next.audit[0]?.session], ['ada', 'session-1']);
  next.records.close();
  assert.deepEqual(readdirSync(dir), []);
});

test('processes that survive are warned of, and counted', async t => {
  const { records, log, begin } = setUp({ dir: newDir(t) });
  const result = { type: 'reaped', report: { ...report, left: [7, 9] } } as const;
  begin().handleReaped(remains, { result, durationMs: 5 });
  assert.match(String(log[0]?.msg), /7, 9/);
  const text = await records.metrics.text();
  assert.match(text, /podbay_reaps_total\{result="incomplete"\} 1/);
  assert.match(text, /podbay_processes_left_total 2/);
  records.close();
});

test('another cluster under the same name is left alone', async t => {
  const dir = newDir(t);
  const first = setUp({ dir });
  first.begin().handleTrace(remains);
  first.records.close();
  const other = setUp({ dir, server: 'https://elsewhere:6443/' });
  await new Promise(setImmediate);
  assert.deepEqual(other.reaps, []);
  assert.partialDeepStrictEqual(other.log[0], { level: 40, ...target, pid: 7 });
  other.records.close();
  const same = setUp({ dir });
  await new Promise(setImmediate);
  assert.deepEqual(same.reaps, ['m']);
  same.records.close();
});

test('what ends with this process is not journalled', t => {
  const dir = newDir(t);
  const { records, begin } = setUp({ dir, demo: true });
  begin().handleTrace(remains);
  records.close();
  assert.deepEqual(readdirSync(dir), []);
});

test('metrics of the living and of the dead add up', async t => {
  const { records, begin } = setUp({ dir: newDir(t) });
  const record = begin();
  const before = await records.metrics.text();
  for (const line of [
    'podbay_sessions{state="running"} 1',
    'podbay_sessions{state="detached"} 0',
    'podbay_viewers 1',
    'podbay_sessions_paused 0',
    'podbay_output_bytes_total 100',
    'podbay_input_bytes_total 5',
    'podbay_sessions_opened_total 1',
  ]) {
    assert.ok(before.includes(`\n${line}\n`), line);
  }
  record.handleEvent({ type: 'cut' });
  record.handleEvent({ type: 'ended', outcome: { type: 'ended', reason: 'grace' } });
  await record.measure(async () => ({ type: 'refused', refusal: { code: 'internal', message: '' } }))({
    size: { cols: 80, rows: 24 },
    listener: { handleOutput() {}, handleDrain() {}, handleExit() {} },
    signal: new AbortController().signal,
  });
  const later = await records.metrics.text();
  assert.match(later, /podbay_sessions_ended_total\{outcome="grace"\} 1/);
  assert.match(later, /podbay_viewers_cut_total 1/);
  assert.match(later, /podbay_launch_duration_seconds_count\{result="refused"\} 1/);
  records.close();
});
