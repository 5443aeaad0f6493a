import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoCluster, startDemoCluster } from '@podbay/demo-cluster';
import { LogFrameReader, type LogMessage } from '@podbay/protocol';
import { toAuditEvent } from './audit/audit-event.ts';
import type { SessionPolicy } from './session-policy.ts';
import { type LeakBed, startLeakBed } from './testing/leak-bed.ts';
import type { TestLogin } from './testing/test-logins.ts';

const namespace = 'monitoring';
const roleBindings = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`;
const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/roles`;
const denied = { type: 'denied', refusal: { code: 'forbidden', message: 'Not this log.' } } as const;
let demo: DemoCluster;
let pod: string;

before(async () => {
  demo = await startDemoCluster();
  await using bed = await startLeakBed(demo);
  const find = async () =>
    (await bed.cluster.pods(namespace, AbortSignal.timeout(5_000))).find(
      ({ name, status }) => name.startsWith('prometheus-') && status === 'Running',
    )?.name;
  for (pod = (await find()) ?? ''; pod === ''; pod = (await find()) ?? '') await sleep(50);
  while ((await readLog(bed, 'container=prometheus')).bytes === 0) await sleep(50);
});
after(() => demo.close());

/** Gives somebody these verbs in the pods' namespace; the returned function takes them back. */
async function grant(bed: LeakBed, user: string, rules: readonly object[]): Promise<() => Promise<unknown>> {
  const { client } = bed.cluster;
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  const metadata = { name: 'granted', namespace };
  await client.post(roles, { apiVersion, kind: 'Role', metadata, rules });
  const apiGroup = 'rbac.authorization.k8s.io';
  const roleRef = { apiGroup, kind: 'Role', name: 'granted' };
  const subjects = [{ kind: 'User', apiGroup, name: user }];
  await client.post(roleBindings, { apiVersion, kind: 'RoleBinding', metadata, roleRef, subjects });
  return async () => {
    await client.delete(`${roleBindings}/granted`);
    await client.delete(`${roles}/granted`);
  };
}

interface ReadLog {
  readonly messages: readonly LogMessage[];
  readonly bytes: number;
}

async function readLog(bed: LeakBed, query: string, login?: TestLogin): Promise<ReadLog> {
  const path = `/contexts/${demo.context}/namespaces/${namespace}/pods/${pod}/log?${query}`;
  const answer = await bed.request(path, { login: login ?? bed.logins.add('ada') });
  assert.equal(answer.status, 200);
  const reader = new LogFrameReader();
  const messages: LogMessage[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? [])
    for (const frame of reader.push(chunk)) {
      if (frame.type === 'bytes') bytes += frame.bytes.length;
      else if (frame.type !== 'alive') messages.push(frame);
    }
  return { messages, bytes };
}

function refusals({ messages }: ReadLog) {
  return messages.flatMap(message => (message.type === 'refused' ? [message.refusal] : []));
}

describe('a log', () => {
  test('is read by who may, and the audit knows of it', async () => {
    await using bed = await startLeakBed(demo);
    const log = await readLog(bed, 'container=prometheus');
    assert.ok(log.bytes > 0);
    const [opened, ...more] = bed.events('log.opened');
    assert.equal(more.length, 0);
    assert.ok(opened);
    const event = toAuditEvent(opened);
    assert.deepEqual([event.verb, event.user.username, event.sourceIPs], ['get', 'ada', ['127.0.0.1']]);
    assert.partialDeepStrictEqual(event.objectRef, { subresource: 'log', namespace, name: pod });
    assert.partialDeepStrictEqual(event.session, { container: 'prometheus', context: demo.context });
    assert.ok(event.objectRef?.uid && event.session?.image && event.session.node);
  });

  const rows: readonly (readonly [string, string])[] = [
    ['asked for by name', 'container=prometheus&follow=true'],
    ['among all of its pod', 'follow=true'],
    ['of an earlier run', 'container=prometheus&previous=true'],
  ];
  for (const [name, query] of rows)
    test(`is not read where the policy denies it, ${name}`, async () => {
      const policy: SessionPolicy = ({ access, facts, target }) =>
        access === 'log' && target.container === 'prometheus' && facts.image.includes('prometheus')
          ? denied
          : { type: 'allowed' };
      await using bed = await startLeakBed(demo, { policy });
      const log = await readLog(bed, query);
      assert.equal(log.bytes, 0);
      assert.deepEqual(refusals(log), [denied.refusal]);
      const [refused] = bed.events('request.refused');
      assert.partialDeepStrictEqual(refused, {
        subresource: 'log',
        pod,
        container: 'prometheus',
        user: 'ada',
      });
      assert.equal(bed.events('log.opened').length, 0);
    });

  test('is not read while the audit can not be written', async () => {
    await using bed = await startLeakBed(demo, {
      auditCheck: () => ({ code: 'audit-unavailable', message: 'no audit' }),
    });
    const log = await readLog(bed, 'container=prometheus');
    assert.deepEqual([log.bytes, refusals(log)[0]?.code], [0, 'audit-unavailable']);
  });

  test('is refused naming the verb that is missing', async () => {
    await using bed = await startLeakBed(demo);
    const ungrant = await grant(bed, 'podless', [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]);
    const identity = { type: 'impersonated', user: 'podless', groups: [], extra: {} } as const;
    const log = await readLog(bed, 'follow=true', bed.logins.add('podless', identity));
    await ungrant();
    assert.equal(log.bytes, 0);
    assert.match(
      refusals(log)[0]?.message ?? '',
      /no permission to get pods\/log in the namespace monitoring/,
    );
  });

  test('ends when the policy denies it, or the right is gone', async () => {
    let isDenied = false;
    await using bed = await startLeakBed(demo, {
      limits: { accessCheckMs: 200 },
      policy: () => (isDenied ? denied : { type: 'allowed' }),
    });
    const reading = readLog(bed, 'container=prometheus&follow=true');
    while (bed.events('log.opened').length === 0) await sleep(10);
    isDenied = true;
    assert.deepEqual(refusals(await reading), [denied.refusal]);
    isDenied = false;
    const verbs = { apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get'] };
    const ungrant = await grant(bed, 'reader', [verbs]);
    const identity = { type: 'impersonated', user: 'reader', groups: [], extra: {} } as const;
    const other = readLog(bed, 'container=prometheus&follow=true', bed.logins.add('reader', identity));
    while (bed.events('log.opened').length === 1) await sleep(10);
    await ungrant();
    assert.match(refusals(await other)[0]?.message ?? '', /no permission to get pods\/log/);
  });

  test('ends with its reader’s login', async () => {
    await using bed = await startLeakBed(demo);
    const login = bed.logins.add('eve');
    const reading = readLog(bed, 'container=prometheus&follow=true', login);
    while (bed.events('log.opened').length === 0) await sleep(10);
    login.end('logged-out');
    assert.deepEqual(refusals(await reading), []);
  });
});
