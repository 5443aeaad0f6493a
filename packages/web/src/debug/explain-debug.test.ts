import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Refusal } from '@podbay/protocol';
import i18next from 'i18next';
import { en } from '../i18n/en.ts';
import { explainDebug } from './explain-debug.ts';
import { formatLifetime } from './format-lifetime.ts';

const target = { context: 'prod', namespace: 'shop', pod: 'web-1', container: 'app' };

before(() => i18next.init({ lng: 'en', defaultNS: 'main', resources: { en: { main: en } } }));

const added = { container: 'podbay-debug-x7f2k', image: 'busybox:1.37' };
const table: readonly (readonly [string, Omit<Refusal, 'message'>, RegExp, RegExp, RegExp?])[] = [
  [
    'the verb that is missing',
    {
      code: 'forbidden',
      details: { verb: 'patch', resource: 'pods/ephemeralcontainers', namespace: 'shop' },
    },
    /allow you to patch pods\/ephemeralcontainers in the namespace shop/,
    /for a role that allows you to patch/,
  ],
  [
    'an image that can’t be pulled',
    {
      code: 'container-not-running',
      details: { ...added, problem: 'pull', state: 'waiting', reason: 'ErrImagePull', message: 'no host' },
    },
    /busybox:1\.37 can’t be pulled: ErrImagePull/,
    /pick another image/,
    /no host/,
  ],
  [
    'one that can’t be started',
    { code: 'container-not-running', details: { ...added, state: 'waiting', reason: 'RunContainerError' } },
    /can’t be started: RunContainerError/,
    /events/,
  ],
  [
    'one that ended',
    {
      code: 'container-not-running',
      details: { ...added, state: 'terminated', reason: 'StartError', exitCode: '128' },
    },
    /ended at once: StartError, exit code 128/,
    /does busybox:1\.37 have them/,
  ],
  [
    'an admission policy',
    { code: 'forbidden', details: { problem: 'admission', message: 'violates PodSecurity' } },
    /doesn’t let the debug container into the pod/,
    /namespace shop/,
    /violates PodSecurity/,
  ],
  [
    'a rule of ours',
    { code: 'forbidden', details: { problem: 'policy' } },
    /rules of this Podbay/,
    /can tell more/,
  ],
  ['another image', { code: 'forbidden', details: { images: 'a, b' } }, /from this image/, /Reload/],
  [
    'the container beside it does not run',
    {
      code: 'container-not-running',
      details: { container: 'app', state: 'waiting', reason: 'PodInitializing' },
    },
    /app is waiting: PodInitializing/,
    /init containers/,
  ],
];

for (const [what, refusal, text, hint, said] of table)
  test(`tells ${what}, and what can be done`, () => {
    const trouble = explainDebug({ message: 'the gateway’s own words', ...refusal }, target, i18next.t);
    assert.match(trouble.text, text);
    assert.match(trouble.hint ?? '', hint);
    if (said === undefined) assert.equal(trouble.said, undefined);
    else assert.match(trouble.said ?? '', said);
  });

test('a lifetime is told in hours or minutes', () => {
  assert.equal(formatLifetime(8 * 3_600_000, 'en'), '8 hours');
  assert.equal(formatLifetime(90 * 60_000, 'en'), '90 minutes');
  assert.equal(formatLifetime(3_600_000, 'zh-CN'), '1小时');
});
