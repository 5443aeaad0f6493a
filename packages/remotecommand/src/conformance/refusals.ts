import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type { Connection } from '../connection.ts';
import { exec } from '../exec.ts';
import { HandshakeError } from '../handshake-error.ts';
import type { ExecOptions } from '../options.ts';
import { requestPath, requestUrl } from '../request-url.ts';
import { type StartOptions, start } from './running.ts';
import type { ConformanceSetup, Place } from './setup.ts';

const timeout = 60_000;

/** What can't be opened, and how Kubernetes says so. */
export function registerRefusals(setup: ConformanceSetup): void {
  const { namespace, pod, container } = setup;

  test('unknown pod', { timeout }, async t => {
    const error = await refused(t, setup, { pod: 'podbay-no-such-pod' });
    assertRefusal(error, { code: 'pod-not-found', status: 404, reason: 'NotFound' });
    assert.equal(error.message, 'pods "podbay-no-such-pod" not found');
  });

  test('unknown container', { timeout }, async t => {
    const error = await refused(t, setup, { container: 'no-such-container' });
    assertRefusal(error, { code: 'container-not-found', status: 400, reason: 'BadRequest' });
    assert.equal(error.message, `container no-such-container is not valid for pod ${pod}`);
  });

  test('a token that nobody gave out', { timeout }, async t => {
    const error = await refused(t, { ...setup, connect: withBadToken(setup.connect) }, {});
    assertRefusal(error, { code: 'unauthorized', status: 401, reason: 'Unauthorized' });
  });

  test('BadHandshake: not an upgrade', { timeout }, async () => {
    const response = await get(setup, {});
    assert.equal(response.status, 400);
    assert.match(response.body, /Upgrade request required/);
  });

  test('BadHandshake: a subprotocol that nobody speaks', { timeout }, async () => {
    const response = await get(setup, {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': Buffer.alloc(16).toString('base64'),
      'Sec-WebSocket-Protocol': 'v99.channel.k8s.io',
    });
    assert.deepEqual(response, { status: 403, body: '' });
  });

  for (const [name, command, code] of [
    ['an executable that is not in the path', 'podbay-no-such-program', 'executable-not-found'],
    ['an executable that does not exist', '/podbay/no/such/program', 'executable-not-found'],
    ['a file that is no executable', '/etc/passwd', 'not-executable'],
  ] as const) {
    for (const tty of [false, true]) {
      test(`ExecutorErrors: ${name}, ${tty ? 'with' : 'without'} a TTY`, { timeout }, async t => {
        const running = await start(t, setup, { command: [command], tty });
        const outcome = await running.process.outcome;
        assert.ok(outcome.type === 'failed', JSON.stringify(outcome));
        assert.equal(outcome.code, code, outcome.message);
        assert.equal(outcome.reason, 'InternalError');
        assert.match(outcome.message, /^Internal error occurred: /);
        assert.equal(running.stdout.length, 0);
      });
    }
  }

  test('bad names are refused before anything is sent', { timeout }, async () => {
    let opened = 0;
    const counting: Connection = {
      open() {
        opened++;
        return setup.connect.open();
      },
    };
    for (const name of ['../../x?', '..', 'a/b', 'A', '', 'a%2Fb', 'x'.repeat(254)]) {
      for (const option of ['namespace', 'pod', 'container']) {
        const options = {
          namespace,
          pod,
          container,
          command: ['true'],
          stdin: false,
          tty: false,
          listener: bare,
        };
        await assert.rejects(exec(counting, { ...options, [option]: name }), { name: 'TypeError' });
      }
    }
    assert.equal(opened, 0);
  });

  registerOptional(setup);
}

/** The refusals for which something special has to be there. */
function registerOptional(setup: ConformanceSetup): void {
  const { severalContainers, stoppedContainer, unscheduledPod, unreachableNode, forbiddenUsers = {} } = setup;

  if (severalContainers) {
    test('several containers and none named', { timeout }, async t => {
      const error = await refusedAt(t, setup, severalContainers);
      assertRefusal(error, { code: 'container-required', status: 400, reason: 'BadRequest' });
      assert.match(
        error.message,
        /^a container name must be specified for pod \S+, choose one of: \[\S+ .+\]$/,
      );
    });
  }
  if (unscheduledPod) {
    test('a pod without a node', { timeout }, async t => {
      const error = await refusedAt(t, setup, unscheduledPod);
      assertRefusal(error, { code: 'pod-not-scheduled', status: 400, reason: 'BadRequest' });
    });
  }
  for (const [name, connect] of Object.entries(forbiddenUsers)) {
    test(`a user who may not exec: ${name}`, { timeout }, async t => {
      const error = await refused(t, { ...setup, connect }, {});
      assertRefusal(error, { code: 'forbidden', status: 403, reason: 'Forbidden' });
      assert.match(error.message, /^pods "\S+" is forbidden: /);
    });
  }
  if (stoppedContainer) {
    test('a container that does not run', { timeout }, async t => {
      assert.equal(await codeOf(t, setup, stoppedContainer), 'container-not-running');
    });
  }
  if (unreachableNode) {
    test('a node that does not answer', { timeout }, async t => {
      assert.equal(await codeOf(t, setup, unreachableNode), 'node-unreachable');
    });
  }
}

/** Where it is told depends on the way through the cluster: before 101, or after it as a status. The code is the same. */
async function codeOf(t: TestContext, setup: ConformanceSetup, place: Place): Promise<string> {
  try {
    const running = await start(t, { ...setup, ...place }, { command: ['true'] });
    const outcome = await running.process.outcome;
    return outcome.type === 'failed' ? outcome.code : JSON.stringify(outcome);
  } catch (error) {
    assert.ok(error instanceof HandshakeError, String(error));
    return error.code;
  }
}

async function refusedAt(t: TestContext, setup: ConformanceSetup, place: Place): Promise<HandshakeError> {
  const { container: _, ...rest } = setup;
  return refused(t, { ...rest, ...place } as ConformanceSetup, {});
}

async function refused(
  t: TestContext,
  setup: ConformanceSetup,
  options: Partial<ExecOptions>,
): Promise<HandshakeError> {
  try {
    await start(t, setup, { command: ['true'], ...options } as StartOptions);
  } catch (error) {
    assert.ok(error instanceof HandshakeError, String(error));
    return error;
  }
  return assert.fail('it was opened');
}

function assertRefusal(
  error: HandshakeError,
  expected: Pick<HandshakeError, 'code' | 'status' | 'reason'>,
): void {
  const { code, status, reason, message } = error;
  assert.deepEqual({ code, status, reason }, expected, message);
}

function withBadToken(connection: Connection): Connection {
  return {
    async open() {
      const { server, tls } = await connection.open();
      const { cert: _cert, key: _key, pfx: _pfx, ...anonymous } = tls;
      return { server, tls: anonymous, headers: { Authorization: 'Bearer nobody-gave-this-out' } };
    },
  };
}

/** A plain GET of an exec's URL. */
async function get(setup: ConformanceSetup, headers: Record<string, string>) {
  const { server, tls, headers: credentials } = await setup.connect.open();
  const options = { ...setup, stdin: false, tty: false, listener: bare };
  const url = requestUrl(server, requestPath(options, ['true']));
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const requestOptions: RequestOptions = { ...tls, headers: { ...credentials, ...headers }, agent: false };
  const sent = request(url, requestOptions).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

const bare = { handleStdout() {}, handleStderr() {}, handleDrain() {}, handleEnd() {} };
