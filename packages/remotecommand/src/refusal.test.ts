import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import type { HandshakeError, HandshakeErrorCode } from './handshake-error.ts';
import { refused } from './testing/refused.ts';
import { startScriptedServer } from './testing/scripted-server.ts';
import { waitUntil } from './testing/wait-until.ts';

const kubernetes = (status: number, message: string, reason: string) =>
  response(
    `${status} X`,
    JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code: status }),
  );

function response(status: string, body: string, headers = ''): string {
  return `HTTP/1.1 ${status}\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

interface Row {
  readonly answer: string;
  readonly code: HandshakeErrorCode;
  readonly status?: number | undefined;
  readonly message?: string;
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
}

const forbidden =
  'pods "web" is forbidden: User "u" cannot get resource "pods/exec" in API group "" in the namespace "ns"';

const rows: Readonly<Record<string, Row>> = {
  'bad token': {
    answer: kubernetes(401, 'Unauthorized', 'Unauthorized'),
    code: 'unauthorized',
    status: 401,
    reason: 'Unauthorized',
  },
  'no right to get': {
    answer: kubernetes(403, forbidden, 'Forbidden'),
    code: 'forbidden',
    status: 403,
    message: forbidden,
    reason: 'Forbidden',
  },
  'no right to create': {
    answer: kubernetes(403, 'pods "web" is forbidden: ', 'Forbidden'),
    code: 'forbidden',
    status: 403,
  },
  'refused by admission': {
    answer: kubernetes(403, 'admission webhook "x" denied the request: no', 'Forbidden'),
    code: 'forbidden',
    message: 'admission webhook "x" denied the request: no',
  },
  'no common subprotocol': {
    answer: response('403 Forbidden', ''),
    code: 'subprotocol-refused',
    status: 403,
    message: 'HTTP 403 Forbidden',
  },
  'pod not found': {
    answer: kubernetes(404, 'pods "web" not found', 'NotFound'),
    code: 'pod-not-found',
    status: 404,
    reason: 'NotFound',
  },
  'container not in the spec': {
    answer: kubernetes(400, 'container x is not valid for pod web', 'BadRequest'),
    code: 'container-not-found',
    status: 400,
  },
  'several containers': {
    answer: kubernetes(
      400,
      'a container name must be specified for pod web, choose one of: [a b]',
      'BadRequest',
    ),
    code: 'container-required',
  },
  'unscheduled pod': {
    answer: kubernetes(400, 'pod web does not have a host assigned', 'BadRequest'),
    code: 'pod-not-scheduled',
  },
  'another bad request': {
    answer: kubernetes(400, 'Upgrade request required', 'BadRequest'),
    code: 'bad-request',
  },
  'method not allowed': {
    answer: response('405 Method Not Allowed', 'bad method'),
    code: 'bad-request',
    status: 405,
    message: 'bad method',
  },
  'kubelet unreachable': {
    answer: kubernetes(500, 'error dialing backend: dial tcp n:10250: connect: connection refused', ''),
    code: 'node-unreachable',
    status: 500,
  },
  'pod gone, in plain text': {
    answer: response('404 Not Found', 'pod does not exist\n'),
    code: 'pod-gone',
    message: 'pod does not exist',
  },
  'container not running, in plain text': {
    answer: response('500 Internal Server Error', 'container not found ("init")\n'),
    code: 'container-not-running',
    status: 500,
    message: 'container not found ("init")',
  },
  'too many': {
    answer: response('429 Too Many Requests', '', 'Retry-After: 60\r\n'),
    code: 'rate-limited',
    retryAfterSeconds: 60,
  },
  'a retry-after that is a date': {
    answer: response('429 X', 'later', 'Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n'),
    code: 'rate-limited',
  },
  'another 404': { answer: response('404 Not Found', '404 page not found'), code: 'not-found' },
  'a proxy': { answer: response('502 Bad Gateway', '<html>'), code: 'server-error', status: 502 },
  'a redirect': {
    answer: response('302 Found', '', 'Location: /login\r\n'),
    code: 'unexpected-response',
    status: 302,
  },
  'a page': { answer: response('200 OK', '<html>'), code: 'unexpected-response', status: 200 },
  'JSON that is no Status': {
    answer: response('500 X', '{"error":"no"}'),
    code: 'server-error',
    message: '{"error":"no"}',
  },
  'no HTTP': { answer: 'SSH-2.0-OpenSSH_9.2\r\n', code: 'invalid-response', status: undefined },
  'a 101 with a wrong key': {
    answer: 'HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
    code: 'invalid-response',
  },
  'a 101 to something else': {
    answer: 'HTTP/1.1 101 X\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\n\r\n',
    code: 'invalid-response',
  },
};

for (const [name, { answer, code, ...expected }] of Object.entries(rows)) {
  test(`refused: ${name}`, async () => {
    let socket: Socket | undefined;
    await using server = await startScriptedServer({
      refuse: refusedSocket => {
        socket = refusedSocket;
        socket.write(answer);
      },
    });
    const error = await refused(server.connection);
    assert.equal(error.code, code, error.message);
    for (const [key, value] of Object.entries(expected))
      assert.equal(error[key as keyof HandshakeError], value);
    await waitUntil('the socket is closed', () => socket?.destroyed || socket?.readableEnded || false);
  });
}
