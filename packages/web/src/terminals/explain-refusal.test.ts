import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Refusal } from '@podbay/protocol';
import i18next from 'i18next';
import { en } from '../i18n/en.ts';
import { explainRefusal } from './explain-refusal.ts';

const target = { context: 'prod', namespace: 'shop', pod: 'web-1', container: 'app' };

before(() => i18next.init({ lng: 'en', defaultNS: 'main', resources: { en: { main: en } } }));

function explain(refusal: Refusal) {
  return explainRefusal(refusal, target, i18next.t);
}

const message = 'the gateway’s own words';

const table: readonly (readonly [string, Omit<Refusal, 'message'>, RegExp])[] = [
  [
    'the verb that is missing',
    { code: 'forbidden', details: { verb: 'get,create', resource: 'pods/exec', namespace: 'shop' } },
    /allow you to get and create pods\/exec in the namespace shop/,
  ],
  ['forbidden without facts', { code: 'forbidden' }, /own words/],
  [
    'why it waits',
    { code: 'container-not-running', details: { state: 'waiting', reason: 'CrashLoopBackOff' } },
    /app is waiting: CrashLoopBackOff/,
  ],
  [
    'how it ended',
    { code: 'container-not-running', details: { state: 'terminated', reason: 'Error', exitCode: '1' } },
    /app has terminated: Error, exit code 1/,
  ],
  ['not running without facts', { code: 'container-not-running' }, /own words/],
  ['the node', { code: 'node-unreachable', details: { node: 'node-7' } }, /node-7/],
  ['the pod', { code: 'pod-not-found' }, /no pod web-1 in the namespace shop/],
  ['the context', { code: 'context-not-found' }, /no context prod/],
  ['a code from the future', { code: 'on-fire' as Refusal['code'] }, /own words/],
];

for (const [name, refusal, expected] of table)
  test(`tells ${name}`, () => assert.match(explain({ message, ...refusal }).text, expected));

test('no shell: gives the command that helps, quoted', () => {
  assert.equal(
    explain({ code: 'no-shell', message }).command,
    'kubectl --context prod -n shop debug -it web-1 --image=busybox:1.37 --target=app -- sh',
  );
  const odd = { ...target, context: "it's (mine)" };
  const { command } = explainRefusal({ code: 'no-shell', message }, odd, i18next.t);
  assert.match(command ?? '', /--context 'it'\\''s \(mine\)' -n/);
});

test('what keeps crashing: gives the command that shows its last log', () => {
  const details = { state: 'waiting', reason: 'CrashLoopBackOff', phase: 'Running' };
  assert.equal(
    explain({ code: 'container-not-running', message, details }).command,
    'kubectl --context prod -n shop logs web-1 -c app --previous',
  );
});

const help: readonly (readonly [Record<string, string>, RegExp, RegExp | undefined])[] = [
  [{ state: 'waiting', reason: 'ImagePullBackOff' }, /image can’t be pulled/, /describe pod web-1$/],
  [{ state: 'waiting', reason: 'CreateContainerConfigError' }, /a Secret, a ConfigMap/, /describe pod/],
  [{ state: 'waiting', reason: 'ContainerCreating' }, /try again in a moment/, undefined],
  [{ state: 'waiting', reason: 'PodInitializing' }, /init containers come first/, undefined],
  [{ state: 'terminated', reason: 'OOMKilled', exitCode: '137' }, /more memory/, /logs web-1 -c app$/],
  [{ state: 'terminated', reason: 'Error', exitCode: '1' }, /log may say why/, /logs web-1 -c app$/],
  [{ state: 'waiting', reason: 'ImagePullBackOff', phase: 'Terminating' }, /successor/, undefined],
];

for (const [details, hint, command] of help)
  test(`what ${details.reason} means, and what can be done: ${hint.source}`, () => {
    const explained = explain({ code: 'container-not-running', message, details });
    assert.match(explained.hint ?? '', hint);
    if (command === undefined) assert.equal(explained.command, undefined);
    else assert.match(explained.command ?? '', command);
  });

test('the cluster’s own words stand beside ours', () => {
  const details = { state: 'waiting', reason: 'ErrImagePull', message: 'no such host' };
  assert.match(explain({ code: 'container-not-running', message, details }).said ?? '', /says: no such host/);
  const scheduler = { message: '0/3 nodes are available' };
  assert.match(explain({ code: 'pod-not-scheduled', message, details: scheduler }).said ?? '', /0\/3 nodes/);
});

test('a rule’s own message is kept, and which rule it was', () => {
  const explained = explain({
    code: 'forbidden',
    message: 'Ask Ada.',
    details: { rule: 'rule 2 (databases)' },
  });
  assert.deepEqual([explained.text, /rule 2 \(databases\)/.test(explained.hint ?? '')], ['Ask Ada.', true]);
});

test('a hint of the gateway is kept where there is none of our own', () => {
  assert.equal(explain({ code: 'limit', message, hint: 'Close some.' }).hint, 'Close some.');
});
