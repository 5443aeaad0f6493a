import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordAccess } from './access-entry.ts';
import type { AuditEntry } from './audit-entry.ts';
import type { AuditEvent } from './audit-event.ts';
import type { AuditSink } from './audit-sink.ts';
import { AuditTrail, type AuditTrouble } from './audit-trail.ts';

const entry: AuditEntry = {
  time: '2026-01-02T03:04:05.678Z',
  event: 'session.ended',
  user: 'ada',
  groups: ['dev'],
  address: '10.0.0.7',
  session: 'session-1',
  context: 'prod',
  namespace: 'shop',
  pod: 'web-1',
  uid: 'u-1',
  container: 'app',
  image: 'web:1',
  node: 'node-a',
  command: ['sh', '-c', 'x'.repeat(5000)],
  durationMs: 12,
  outputBytes: 3,
  inputBytes: 4,
  outcome: 'exited',
  exitCode: 0,
};

class FickleSink implements AuditSink {
  readonly name = 'fickle';
  readonly events: AuditEvent[] = [];
  closed = 0;
  fault: Error | undefined;

  write(event: AuditEvent): void {
    if (this.fault !== undefined) throw this.fault;
    this.events.push(event);
  }

  close(): void {
    this.closed++;
  }
}

function setUp(failure: 'open' | 'closed') {
  const sink = new FickleSink();
  const troubles: AuditTrouble[] = [];
  const trail = new AuditTrail({ sinks: [sink], failure, onTrouble: trouble => troubles.push(trouble) });
  return { sink, trail, troubles };
}

test('an event has the names that Kubernetes gives its own', async () => {
  const { sink, trail } = setUp('open');
  trail.record(entry);
  const [event] = sink.events;
  assert.match(event?.auditID ?? '', /^[0-9a-f-]{36}$/);
  assert.deepEqual(
    { ...event, auditID: '' },
    {
      kind: 'Event',
      apiVersion: 'audit.podbay.dev/v1',
      auditID: '',
      stage: 'ResponseComplete',
      event: 'session.ended',
      verb: 'delete',
      stageTimestamp: entry.time,
      user: { username: 'ada', groups: ['dev'] },
      sourceIPs: ['10.0.0.7'],
      objectRef: {
        apiVersion: 'v1',
        resource: 'pods',
        subresource: 'exec',
        namespace: 'shop',
        name: 'web-1',
        uid: 'u-1',
      },
      session: {
        id: 'session-1',
        context: 'prod',
        container: 'app',
        image: 'web:1',
        node: 'node-a',
        command: ['sh', '-c', `${'x'.repeat(2044)}…`],
        durationMs: 12,
        outputBytes: 3,
        inputBytes: 4,
        outcome: 'exited',
        exitCode: 0,
      },
    },
  );
  await trail.close();
});

test('what a sink can not take waits, in order, and nobody opens a session meanwhile', async () => {
  const { sink, trail, troubles } = setUp('closed');
  sink.fault = new Error('no space left');
  trail.record({ ...entry, user: 'one' });
  trail.record({ ...entry, user: 'two' });
  assert.equal(trail.check()?.code, 'audit-unavailable');
  sink.fault = undefined;
  assert.equal(trail.check(), undefined);
  assert.deepEqual(
    sink.events.map(({ user }) => user.username),
    ['one', 'two'],
  );
  assert.deepEqual(
    troubles.map(({ type }) => type),
    ['failed', 'recovered'],
  );
  await trail.close();
  assert.equal(sink.closed, 1);
});

test('who does not log in can not hide a change of the policy by many failures', async () => {
  const { sink, trail } = setUp('open');
  const record = recordAccess(event => trail.record(event));
  const attempt = { type: 'login-failed', method: 'token', address: '192.0.2.1', reason: 'no' } as const;
  for (let count = 0; count < 3000; count++) record(attempt);
  assert.ok(sink.events.length < 3000, 'they are bounded');
  record({ type: 'policy-replaced', file: '/etc/podbay.yaml', rules: 3, otherwise: 'deny' });
  record({ type: 'policy-refused', file: '/etc/podbay.yaml', message: 'policy.default: must be allow' });
  const [replaced, refused] = sink.events.slice(-2);
  assert.partialDeepStrictEqual(replaced, {
    event: 'policy.replaced',
    verb: 'update',
    policyFile: { file: '/etc/podbay.yaml', rules: 3, default: 'deny' },
  });
  assert.partialDeepStrictEqual(refused, {
    event: 'policy.refused',
    responseStatus: { code: 422, message: 'policy.default: must be allow' },
  });
  await trail.close();
});

test('where that was chosen people go on, and what is beyond the bound is counted as lost', async () => {
  const { sink, trail, troubles } = setUp('open');
  sink.fault = new Error('no space left');
  for (let count = 0; count < 10_005; count++) trail.record(entry);
  assert.equal(trail.check(), undefined);
  assert.equal(trail.lost, 5);
  sink.fault = undefined;
  trail.record(entry);
  assert.equal(sink.events.length, 10_000);
  assert.deepEqual(troubles.at(-1), { type: 'recovered', sink: 'fickle', lost: 6 });
  await trail.close();
});
