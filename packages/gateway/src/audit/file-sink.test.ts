import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { toAuditEvent } from './audit-event.ts';
import { FileSink } from './file-sink.ts';

const event = toAuditEvent({ time: '2026-01-02T03:04:05Z', event: 'login', user: 'ada' });
const size = JSON.stringify(event).length + 1;

function setUp(
  t: { after(end: () => void): void },
  options: Partial<ConstructorParameters<typeof FileSink>[0]> = {},
) {
  const dir = mkdtempSync(join(tmpdir(), 'podbay-audit-'));
  const path = join(dir, 'logs', 'audit.log');
  const sink = new FileSink({ path, maxBytes: 1e6, maxAgeMs: 0, keep: 2, ...options });
  t.after(() => {
    sink.close();
    rmSync(dir, { recursive: true });
  });
  const lines = (name = 'audit.log') =>
    readFileSync(join(dir, 'logs', name), 'utf8')
      .trimEnd()
      .split('\n');
  return { sink, path, lines, names: () => readdirSync(join(dir, 'logs')).sort() };
}

test('each event is a line, in a file for its owner alone', t => {
  const { sink, path, lines } = setUp(t);
  sink.write(event);
  sink.write({ ...event, auditID: 'second' });
  assert.deepEqual(
    lines().map(line => JSON.parse(line).auditID),
    [event.auditID, 'second'],
  );
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a file that others could read can be read by its owner alone', t => {
  const { path } = setUp(t);
  writeFileSync(path, '');
  chmodSync(path, 0o666);
  new FileSink({ path, maxBytes: 1, maxAgeMs: 0, keep: 1 }).close();
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('a file that is full gives way, and only so many are kept', t => {
  const { sink, names, lines } = setUp(t, { maxBytes: 2 * size });
  for (let number = 0; number < 9; number++) sink.write({ ...event, auditID: String(number).padEnd(36) });
  assert.deepEqual(names(), ['audit.log', 'audit.log.1', 'audit.log.2']);
  const ids = ['audit.log.2', 'audit.log.1', 'audit.log'].flatMap(name =>
    lines(name).map(line => JSON.parse(line).auditID.trim()),
  );
  assert.deepEqual(ids, ['4', '5', '6', '7', '8']);
});

test('a file that is old gives way', async t => {
  const { sink, names } = setUp(t, { maxAgeMs: 20 });
  sink.write(event);
  await sleep(40);
  sink.write(event);
  assert.deepEqual(names(), ['audit.log', 'audit.log.1']);
});

test('a file that somebody moved away is created anew', t => {
  const { sink, path, lines } = setUp(t);
  sink.write(event);
  renameSync(path, `${path}.moved`);
  sink.write(event);
  assert.deepEqual([lines().length, lines('audit.log.moved').length], [1, 1]);
});

test('a device without room is an error at once', () => {
  const sink = new FileSink({ path: '/dev/full', maxBytes: 1e6, maxAgeMs: 0, keep: 1 });
  assert.throws(() => sink.write(event), { code: 'ENOSPC' });
  sink.close();
});
