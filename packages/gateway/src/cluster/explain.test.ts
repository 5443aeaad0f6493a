import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { HandshakeError } from '@podbay/remotecommand';
import { RefusalError } from '../errors.ts';
import { type ExecFacts, explainExec } from './explain.ts';

const facts: ExecFacts = {
  target: { context: 'k', namespace: 'shop', pod: 'web-1', container: 'web' },
  command: [],
  image: 'web:1',
  node: 'node-a',
  server: new URL('https://k8s.test:6443'),
  missingVerbs: [],
};

type Failure = Parameters<typeof explainExec>[0];
const failed = (code: Extract<Failure, { type: 'failed' }>['code'], message = ''): Failure => ({
  type: 'failed',
  code,
  reason: 'InternalError',
  message,
});
const refused = (code: HandshakeError['code'], message = '', cause?: unknown): Failure =>
  new HandshakeError(code, message, { cause });
const system = (code: string): Error => Object.assign(new Error(code), { code });

const table: readonly (readonly [string, Failure, Partial<ExecFacts>, string, RegExp])[] = [
  [
    'no shell',
    failed('executable-not-found'),
    {},
    'no-shell',
    /has no shell\. .*kubectl debug -it -n shop web-1 --image=busybox:1\.37 --target=web/,
  ],
  ['a shell that can not be run', failed('not-executable'), {}, 'no-shell', /has no shell/],
  [
    'no such command',
    failed('executable-not-found'),
    { command: ['top', '-b'] },
    'command-not-found',
    /no program top in container web/,
  ],
  [
    'not running',
    failed('container-not-running'),
    {},
    'container-not-running',
    /web of pod web-1 is not running/,
  ],
  [
    'not running, before 101',
    refused('container-not-running'),
    {},
    'container-not-running',
    /is not running/,
  ],
  ['pod gone', failed('pod-gone'), {}, 'pod-not-found', /no pod web-1 in the namespace shop/],
  ['pod not found', refused('pod-not-found'), {}, 'pod-not-found', /no pod web-1/],
  ['container not found', refused('container-not-found'), {}, 'container-not-found', /no container web/],
  ['not scheduled', refused('pod-not-scheduled'), {}, 'pod-not-scheduled', /waits for a node/],
  [
    'node unreachable',
    failed('node-unreachable', 'dial tcp'),
    {},
    'node-unreachable',
    /can't reach node node-a/,
  ],
  ['exec is off', refused('exec-disabled'), {}, 'forbidden', /kubelet of node node-a does not allow exec/],
  ['too many', refused('rate-limited'), {}, 'limit', /too many/],
  ['not logged in', refused('unauthorized'), {}, 'cluster-credentials', /k8s\.test:6443 does not accept/],
  [
    'forbidden, named',
    refused(
      'forbidden',
      'pods "web-1" is forbidden: User "eve" cannot get resource "pods/exec" in API group "" in the namespace "shop"',
    ),
    {},
    'forbidden',
    /User eve has no permission to get pods\/exec in the namespace shop/,
  ],
  [
    'forbidden, blank',
    refused('forbidden', 'pods "web-1" is forbidden: '),
    {},
    'forbidden',
    /no permission to create pods\/exec/,
  ],
  [
    'forbidden, by review',
    refused('forbidden', 'pods "web-1" is forbidden: '),
    { missingVerbs: ['create'] },
    'forbidden',
    /no permission to create pods\/exec in the namespace shop/,
  ],
  [
    'forbidden, by review, twice',
    refused('forbidden', 'pods "web-1" is forbidden: '),
    { missingVerbs: ['get', 'create'] },
    'forbidden',
    /Ask for a Role that allows the verbs get and create on pods\/exec in the namespace shop/,
  ],
  [
    'forbidden, by admission',
    refused('forbidden', 'admission webhook "w" denied the request: not at night'),
    {},
    'forbidden',
    /not at night/,
  ],
  [
    'credentials',
    refused(
      'credentials',
      'x',
      new RefusalError({ code: 'cluster-credentials', message: 'The plugin failed.' }),
    ),
    {},
    'cluster-credentials',
    /The plugin failed/,
  ],
  [
    'refused connection',
    refused('connection-refused', 'x', system('ECONNREFUSED')),
    {},
    'cluster-unreachable',
    /k8s\.test:6443 can't be reached: nothing listens there/,
  ],
  [
    'expired certificate',
    refused('tls', 'x', system('CERT_HAS_EXPIRED')),
    {},
    'cluster-unreachable',
    /its certificate has expired/,
  ],
  [
    'client certificate',
    refused('tls', 'x', system('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')),
    {},
    'cluster-credentials',
    /does not accept the client certificate/,
  ],
  [
    'timeout',
    refused('timeout', 'The handshake took longer than 45000 ms'),
    {},
    'cluster-unreachable',
    /took longer/,
  ],
  [
    'no WebSocket',
    refused('subprotocol-refused', 'Server sent no subprotocol'),
    {},
    'internal',
    /k8s\.test:6443 does not open the WebSocket .* A proxy/,
  ],
  [
    'something else',
    failed('error', 'Internal error occurred: Internal error occurred: boom'),
    {},
    'internal',
    /could not start it: boom/,
  ],
];

describe('explainExec', () => {
  for (const [name, failure, extra, code, message] of table) {
    test(name, () => {
      const refusal = explainExec(failure, { ...facts, ...extra });
      assert.equal(refusal.code, code);
      assert.match(`${refusal.message} ${refusal.hint ?? ''}`, message);
    });
  }
});
