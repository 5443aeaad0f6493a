import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOfStatus, parseStatus } from './status.ts';
import { exitStatus } from './testing/scripted-server.ts';

const exited: readonly (readonly [string, number])[] = [
  ['{"metadata":{},"status":"Success"}', 0],
  ['{"status":"Success"}', 0],
  [exitStatus(0), 0],
  [exitStatus(3), 3],
  [exitStatus(137), 137],
  [exitStatus(255), 255],
  [
    '{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[null,{"message":"x"},{"reason":"ExitCode","message":"7"}]}}',
    7,
  ],
];

for (const [json, code] of exited) {
  test(`exited ${code}: ${json}`, () => {
    assert.deepEqual(outcomeOfStatus(Buffer.from(json)), { type: 'exited', code });
  });
}

const unreadable = [
  'not json',
  '{"status":"Succ',
  'null',
  '[]',
  '"Success"',
  '{}',
  '{"status":1}',
  '{"status":"Maybe"}',
  exitStatus(256),
  exitStatus(-1),
  exitStatus(1.5),
  '{"status":"Failure","reason":"NonZeroExitCode"}',
  '{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":"no"}}',
  '{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"0x3"}]}}',
  '{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":""}]}}',
];

for (const json of unreadable) {
  test(`unreadable: ${json}`, () => {
    const outcome = outcomeOfStatus(Buffer.from(json));
    assert.equal(outcome.type === 'failed' && outcome.code, 'unreadable-status');
  });
}

test('a failure keeps the words and the reason of Kubernetes', () => {
  const message = 'Internal error occurred: unable to upgrade connection: container not found ("x")';
  const json = JSON.stringify({ status: 'Failure', message, reason: 'InternalError', code: 500 });
  assert.deepEqual(outcomeOfStatus(Buffer.from(json)), {
    type: 'failed',
    code: 'container-not-running',
    reason: 'InternalError',
    message,
  });
});

test('a failure of no known kind is an error', () => {
  const outcome = outcomeOfStatus(Buffer.from('{"status":"Failure","message":"boom"}'));
  assert.deepEqual(outcome, { type: 'failed', code: 'error', reason: '', message: 'boom' });
});

test('an unreadable status is quoted to a bound', () => {
  const outcome = outcomeOfStatus(Buffer.alloc(1_000_000, 'x'));
  assert.ok(outcome.type === 'failed' && outcome.message.length < 300);
});

test('what is no Status is none', () => {
  assert.equal(parseStatus('{"kind":"Pod"}'), undefined);
  assert.equal(parseStatus(''), undefined);
});
