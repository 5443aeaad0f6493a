import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoCluster, startDemoCluster } from '@podbay/demo-cluster';
import type { DebugContainer, ErrorBody } from '@podbay/protocol';
import { toAuditEvent } from './audit/audit-event.ts';
import type { SessionPolicy } from './session-policy.ts';
import { type LeakBed, type LeakBedOptions, startLeakBed } from './testing/leak-bed.ts';
import { type TestLogin, tokenIdentity } from './testing/test-logins.ts';

const image = 'busybox:1.37';
const namespace = 'platform';
let demo: DemoCluster;
let pods: readonly string[];

before(async () => {
  demo = await startDemoCluster();
  await using bed = await startLeakBed(demo);
  const running = async () =>
    (await bed.cluster.pods(namespace, AbortSignal.timeout(5_000)))
      .filter(({ name, status }) => name.startsWith('gateway-') && status === 'Running')
      .map(({ name }) => name);
  for (pods = await running(); pods.length < 2; pods = await running()) await sleep(50);
});
after(() => demo.close());

function startBed(options: LeakBedOptions = {}): Promise<LeakBed> {
  return startLeakBed(demo, { debug: { images: [image, 'nobody/nothing:1'] }, ...options });
}

interface Asked {
  readonly pod?: string;
  readonly container?: string;
  readonly image?: string;
  readonly login?: TestLogin;
}

async function ask(bed: LeakBed, { pod = pods[0], container = 'gateway', login, ...rest }: Asked = {}) {
  const path = `/contexts/${demo.context}/namespaces/${namespace}/pods/${pod}/debug`;
  const body = JSON.stringify({ container, image, ...rest });
  const answer = await bed.request(path, { login: login ?? bed.logins.add('ada'), method: 'POST', body });
  return { status: answer.status, body: (await answer.json()) as DebugContainer & ErrorBody };
}

async function debugNames(bed: LeakBed, pod = pods[0]): Promise<readonly string[]> {
  const all = await bed.cluster.pods(namespace, AbortSignal.timeout(5_000));
  const containers = all.find(({ name }) => name === pod)?.containers ?? [];
  return containers.filter(({ kind }) => kind === 'ephemeral').map(({ name }) => name);
}

const restricted = { readOnly: true, noPaste: false, noUpload: false };
const limits: readonly (readonly [string, SessionPolicy, RegExp])[] = [
  [
    'may not open the container beside it',
    ({ target }) =>
      target.container === 'gateway'
        ? { type: 'denied', refusal: { code: 'forbidden', message: 'Not beside this.' } }
        : { type: 'allowed' },
    /Not beside this/,
  ],
  [
    'may not open one with its image',
    ({ facts }) =>
      facts.image === image
        ? { type: 'denied', refusal: { code: 'forbidden', message: 'Not this image.' } }
        : { type: 'allowed' },
    /Not this image/,
  ],
  [
    'may only look',
    () => ({ type: 'allowed', restrictions: restricted }),
    /a debug container would get around/,
  ],
  [
    'may only start a certain program beside it',
    ({ target }) => ({ type: 'allowed', ...(target.container === 'gateway' && { shells: [['psql']] }) }),
    /a debug container would get around/,
  ],
  [
    'is recorded beside it, and would not be in one',
    ({ target }) => ({ type: 'allowed', record: target.container === 'gateway' }),
    /a debug container would get around/,
  ],
];

describe('a debug container beside a container without a shell', () => {
  test('runs, is used again, and has a shell that sees the other’s processes', async () => {
    await using bed = await startBed();
    const [first, second] = await Promise.all([ask(bed), ask(bed)]);
    assert.equal(first.status, 200);
    assert.equal(first.body.state.type, 'running');
    assert.equal(first.body.processes, 'container');
    assert.match(first.body.container, /^podbay-debug-[a-z0-9]{5}$/);
    assert.equal(second.body.container, first.body.container, 'who asks at the same time gets the same one');
    assert.deepEqual([first.body.reused, second.body.reused].toSorted(), [false, true]);
    const { container } = first.body;
    assert.deepEqual((await ask(bed)).body.container, container);
    assert.deepEqual(await debugNames(bed), [container]);
    const place = { namespace, pod: pods[0] ?? '', container };
    const client = await bed.shell(place);
    client.type('ps; cat /proc/1/root/etc/gateway/routes.yaml; id\r');
    await client.until(() => client.text.includes('uid='));
    assert.match(client.text, /routes:\r?\n/);
    client.type('exit 7\r');
    await client.closed;
    assert.deepEqual(client.find('exit')?.outcome, { type: 'exited', code: 7 });
    await bed.untilOver();
    assert.equal((await ask(bed)).body.container, container, 'the shell has ended, not the container');
    const [added, ...more] = bed.events('ephemeralcontainer.created');
    assert.equal(more.length, 0);
    assert.ok(added);
    const event = toAuditEvent(added);
    assert.deepEqual([event.verb, event.user.username], ['patch', 'ada']);
    assert.partialDeepStrictEqual(event.objectRef, {
      subresource: 'ephemeralcontainers',
      namespace,
      name: pods[0],
    });
    assert.partialDeepStrictEqual(event.session, { container, targetContainer: 'gateway', image });
  });
  test('is refused in words', async () => {
    await using bed = await startBed();
    const viewer = bed.logins.add('viewer', tokenIdentity(demo.users.viewer));
    const other = pods[1] ?? '';
    const debugName = (await debugNames(bed))[0] ?? 'none';
    const refusals: readonly (readonly [Asked, number, string, RegExp])[] = [
      [
        { pod: other, login: viewer },
        403,
        'forbidden',
        /no permission to patch pods\/ephemeralcontainers in the namespace platform/,
      ],
      [{ image: 'evil:1' }, 403, 'forbidden', /does not make debug containers from the image evil:1/],
      [{ container: debugName }, 400, 'bad-request', /is a debug container itself/],
      [{ container: 'nobody' }, 404, 'container-not-found', /no container nobody/],
      [{ pod: 'nobody-0' }, 404, 'pod-not-found', /no pod nobody-0/],
      [{ container: '../x' }, 400, 'bad-request', /not a valid name/],
      [
        { pod: other, image: 'nobody/nothing:1' },
        409,
        'container-not-running',
        /can't be pulled \((ErrImagePull|ImagePullBackOff)\): .*not found/,
      ],
    ];
    for (const [asked, status, code, words] of refusals) {
      const { body, ...rest } = await ask(bed, asked);
      assert.deepEqual([rest.status, body.error?.code], [status, code], JSON.stringify(body));
      assert.match(body.error.message, words);
    }
    const refused = bed.events('request.refused');
    assert.equal(refused.length, refusals.length - 1, 'what is malformed asks for nothing');
    assert.partialDeepStrictEqual(refused[0], {
      user: 'viewer',
      subresource: 'ephemeralcontainers',
      status: { code: 403, reason: 'forbidden' },
    });
    assert.equal(
      (await debugNames(bed, other)).length,
      1,
      'what can not be pulled is not added again and again',
    );
    await ask(bed, { pod: other, image: 'nobody/nothing:1' });
    assert.equal((await debugNames(bed, other)).length, 1);
  });

  for (const [what, verdict, words] of limits)
    test(`is not there for who ${what}`, async () => {
      await using bed = await startBed({ policy: verdict });
      const before = await debugNames(bed, pods[1]);
      const { status, body } = await ask(bed, { pod: pods[1] ?? '' });
      assert.equal(status, 403);
      assert.match(body.error.message, words);
      assert.deepEqual(await debugNames(bed, pods[1]), before);
    });

  test('is not there where the configuration has no images', async () => {
    await using bed = await startBed({ debug: { images: [] } });
    const images = await bed.request('/debug/images', { login: bed.logins.add('ada') });
    assert.partialDeepStrictEqual(await images.json(), { images: [] });
    const { status, body } = await ask(bed);
    assert.equal(status, 403);
    assert.match(body.error.message, /starts no debug containers/);
  });
});
