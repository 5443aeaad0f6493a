import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { closeCodes, type Restrictions, type ServerMessage } from '@podbay/protocol';
import { Session } from './session.ts';
import type { SessionOptions } from './session-options.ts';
import type { SessionState } from './session-state.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { FakeWake } from './testing/fake-wake.ts';
import { type GatewayConnection, ScriptedGateway } from './testing/scripted-gateway.ts';

const target = { context: 'c', namespace: 'n', pod: 'p', container: 'c' };

async function setUp(t: TestContext, options: Partial<SessionOptions> = {}) {
  const gateway = await ScriptedGateway.start();
  const clock = new FakeClock();
  const wake = new FakeWake();
  const backoff = { random: () => 0.5 };
  const start = { type: 'open', target } as const;
  const session = new Session({ start, baseUrl: gateway.url, clock, wake, backoff, ...options });
  const states: SessionState[] = [];
  const output: Buffer[] = [];
  session.on('state', state => states.push(state));
  session.on('output', ({ bytes, end }) => {
    output.push(Buffer.from(bytes));
    session.handleParsed(end);
  });
  t.after(async () => {
    session.dispose();
    await gateway[Symbol.asyncDispose]();
    assert.equal(clock.pending, 0, 'timers are left');
    assert.equal(wake.listeners, 0, 'listeners are left');
  });
  const until = async (test: (state: SessionState) => boolean) => {
    if (test(session.state)) return;
    await new Promise<void>(resolve => {
      const stop = session.on('state', state => {
        if (!test(state)) return;
        stop();
        resolve();
      });
    });
  };
  const type = (text: string) => session.send(new TextEncoder().encode(text));
  /** Waits for so much output, which is acknowledged a moment later. */
  const acked = async (connection: GatewayConnection, length: number, offset = length) => {
    while (Buffer.concat(output).length < length)
      await new Promise<void>(resolve => {
        const stop = session.on('output', () => {
          stop();
          resolve();
        });
      });
    assert.notEqual(connection.of('ack').at(-1)?.offset, offset, 'not at once');
    clock.advance(1000);
    await connection.until(({ messages }) =>
      messages.some(message => message.type === 'ack' && message.offset === offset),
    );
  };
  return { gateway, clock, wake, session, states, output, until, type, acked };
}

const attached = (state: SessionState) => state.type === 'attached';
const waiting = (state: SessionState) => state.type === 'waiting';
const ended = (state: SessionState) => state.type === 'ended';

test('opens, shows output, sends input, and ends with the exit code', async t => {
  const { gateway, session, states, output, until, type } = await setUp(t);
  session.start();
  const connection = await gateway.next();
  assert.equal(connection.query.type, 'open');
  assert.equal(connection.query.session, session.id);
  type('typed ahead');
  connection.attach();
  connection.send({ type: 'started' });
  connection.output('hello');
  await connection.until(({ input }) => input.toString() === 'typed ahead');
  connection.send({ type: 'exit', outcome: { type: 'exited', code: 3 } });
  await until(ended);
  assert.equal(Buffer.concat(output).toString(), 'hello');
  assert.deepEqual(states.at(-1), {
    type: 'ended',
    ending: { type: 'exit', outcome: { type: 'exited', code: 3 } },
  });
  assert.deepEqual(
    states.map(state => state.type),
    ['connecting', 'attached', 'attached', 'ended'],
  );
  assert.equal(await connection.closed, 1000, 'the gateway learns that everything has arrived');
  assert.deepEqual(connection.of('ack'), [], 'which is more than that it has been parsed');
});

test('tells whether it is recorded, with each connection, before its output, and when that changes', async t => {
  const { gateway, clock, session, output, until, acked } = await setUp(t);
  const told: string[] = [];
  session.on('recording', on => told.push(`${on} after ${Buffer.concat(output)}`));
  session.start();
  const first = await gateway.next();
  first.attach();
  first.send({ type: 'recording', on: true });
  first.send({ type: 'started' });
  first.output('abc');
  await acked(first, 3);
  first.socket.terminate();
  await until(waiting);
  assert.equal(session.isRecorded, true);
  clock.advance(0);
  (await gateway.next()).attach({ offset: 3, recording: true });
  await until(attached);
  assert.deepEqual(told, ['false after ', 'true after ', 'true after abc']);
});

test('a refusal ends the session with its reason', async t => {
  const { gateway, session, until } = await setUp(t);
  const refusal = { code: 'no-shell', message: 'no shell' } as const;
  const told: unknown[] = [];
  session.on('refused', event => told.push(event));
  session.start();
  (await gateway.next()).send({ type: 'refused', refusal });
  await until(ended);
  assert.deepEqual(told, [refusal]);
  assert.equal(gateway.unexpected, 0);
});

test('comes back to the same session at the right byte, and sends the input that got lost', async t => {
  const { gateway, clock, session, output, until, type, acked } = await setUp(t);
  session.start();
  const first = await gateway.next();
  first.attach();
  first.output('0123456789');
  await acked(first, 10);
  type('abcdef');
  await first.until(({ input }) => input.length === 6);
  first.socket.terminate();
  await until(waiting);
  type('ghi');
  clock.advance(0);
  const second = await gateway.next();
  assert.deepEqual(second.query, {
    type: 'resume',
    session: session.id,
    client: first.query.client,
    offset: 10,
    size: { cols: 80, rows: 24 },
  });
  second.attach({ offset: 10, head: 12, input: 4 });
  second.output('ab');
  await second.until(({ input }) => input.toString() === 'efghi');
  await acked(second, 12);
  assert.equal(Buffer.concat(output).toString(), '0123456789ab');
});

test('before the first attach it repeats the same opening; after it, it never opens again', async t => {
  const { gateway, clock, session, until } = await setUp(t);
  session.start();
  const first = await gateway.next();
  first.socket.terminate();
  await until(waiting);
  clock.advance(0);
  const second = await gateway.next();
  assert.deepEqual(second.query, first.query);
  second.attach();
  await until(attached);
  second.socket.close(4503, 'shutting down');
  await until(waiting);
  clock.advance(10_000);
  assert.equal((await gateway.next()).query.type, 'resume');
});

test('tries at once, then ever later, and whenever the machine wakes', async t => {
  const { gateway, clock, wake, session, states, until } = await setUp(t);
  session.start();
  for (const waitMs of [0, 250, 500]) {
    (await gateway.next()).socket.terminate();
    await until(state => state.type === 'waiting' && state.waitMs === waitMs);
    clock.advance(waitMs);
  }
  (await gateway.next()).socket.terminate();
  await until(state => state.type === 'waiting' && state.waitMs === 1000);
  wake.wake();
  await gateway.next();
  const attempts = states.map(state => (state.type === 'connecting' ? state.attempt : undefined));
  assert.deepEqual(
    attempts.filter(attempt => attempt !== undefined),
    [0, 1, 2, 3, 4],
  );
});

test('a connection that lasted starts the backoff afresh, one that broke at once does not', async t => {
  const { gateway, clock, session, until } = await setUp(t);
  session.start();
  const first = await gateway.next();
  first.attach();
  await until(attached);
  first.socket.terminate();
  await until(state => state.type === 'waiting' && state.waitMs === 0);
  clock.advance(0);
  const second = await gateway.next();
  second.attach();
  await until(attached);
  second.socket.terminate();
  await until(state => state.type === 'waiting' && state.waitMs === 250);
  clock.advance(250);
  const third = await gateway.next();
  third.attach();
  await until(attached);
  clock.advance(4999);
  await third.until(connection => connection.of('ping').length > 0);
  third.send({ type: 'pong', id: 1 });
  await until(state => state.type === 'attached' && state.rttMs !== undefined);
  clock.advance(1);
  third.socket.terminate();
  await until(state => state.type === 'waiting' && state.waitMs === 0);
});

const finalCodes = [
  [1000, 'unknown'],
  [4400, 'bad-request'],
  [4404, 'no-session'],
  [4409, 'replaced'],
] as const;

for (const [code, reason] of finalCodes)
  test(`close code ${code} is final`, async t => {
    const { gateway, session, until } = await setUp(t);
    session.start();
    const connection = await gateway.next();
    connection.attach();
    connection.socket.close(code);
    await until(ended);
    assert.deepEqual(session.state, { type: 'ended', ending: { type: 'closed', reason } });
    assert.equal(gateway.unexpected, 0);
  });

test('who is logged out keeps the terminal, and goes on after logging in', async t => {
  const { gateway, wake, session, until } = await setUp(t);
  let asked = 0;
  session.on('loginNeeded', () => asked++);
  session.start();
  const connection = await gateway.next();
  connection.attach();
  gateway.answerTicket = () => ({ status: 401, body: { error: { code: 'unauthenticated', message: 'no' } } });
  connection.socket.close(4401);
  await until(waiting);
  assert.equal(asked, 1);
  wake.wake();
  await until(state => state.type === 'waiting' && state.attempt === 2);
  assert.equal(asked, 2, 'a ticket is refused as the connection was');
  gateway.answerTicket = () => ({ status: 200, body: { ticket: 'new' } });
  wake.wake();
  const again = await gateway.next();
  assert.equal(again.query.type, 'resume');
  assert.equal(again.ticket, 'new');
  assert.deepEqual(
    gateway.ticketRequests.map(text => JSON.parse(text)),
    [{ target }, { session: session.id }, { session: session.id }],
  );
});

test('too many tries are no end: it comes back when it may', async t => {
  const { gateway, clock, session, until } = await setUp(t);
  session.start();
  const connection = await gateway.next();
  connection.send({
    type: 'refused',
    refusal: { code: 'limit', message: 'slower', details: { retryAfterMs: '7000' } },
  });
  await until(waiting);
  assert.ok(session.state.type === 'waiting' && session.state.waitMs === 7000);
  clock.advance(7000);
  assert.equal((await gateway.next()).query.type, 'open');
});

test('what is refused a ticket for good is refused', async t => {
  const { gateway, session, until } = await setUp(t);
  const refusal = { code: 'bad-request', message: 'pod "x/" is not a valid name' } as const;
  gateway.answerTicket = () => ({ status: 400, body: { error: refusal } });
  session.start();
  await until(ended);
  assert.deepEqual(session.state, { type: 'ended', ending: { type: 'refused', refusal } });
});

for (const code of [1001, 1011, 4500, 4501, 4503, 4508])
  test(`close code ${code} means: come back`, async t => {
    const { gateway, clock, session, until } = await setUp(t);
    session.start();
    const connection = await gateway.next();
    connection.attach();
    connection.socket.close(code);
    await until(waiting);
    clock.advance(0);
    assert.equal((await gateway.next()).query.type, 'resume');
  });

test('who has to show anew who they are connects at once, and hears of it only where it takes long', async t => {
  const { gateway, clock, session, type, until } = await setUp(t);
  session.start();
  let connection = await gateway.next();
  connection.attach();
  connection.send({ type: 'started' });
  await until(state => state.type === 'attached' && state.started);
  const states: string[] = [];
  session.on('state', ({ type }) => states.push(type));
  clock.advance(5000);
  connection.socket.close(closeCodes.proveAgain);
  connection = await gateway.next();
  type('typed meanwhile');
  connection.attach();
  await connection.until(({ inputBytes }) => inputBytes === 'typed meanwhile'.length);
  clock.advance(5000);
  assert.deepEqual(states, []);
  connection.socket.close(closeCodes.proveAgain);
  connection = await gateway.next();
  clock.advance(1500);
  assert.deepEqual(states, ['connecting']);
  connection.socket.terminate();
  await until(waiting);
});

test('10 MB of input arrive whole and in order, never more than the window on the way', async t => {
  const { gateway, clock, session, until } = await setUp(t);
  const paste = crypto.getRandomValues(new Uint8Array(65_536));
  const whole = new Uint8Array(160 * paste.length).map((_, index) => paste[index % 65_536] ?? 0);
  session.start();
  const first = await gateway.next();
  first.attach();
  await until(attached);
  session.send(whole);
  await first.until(({ inputBytes }) => inputBytes === 256 * 1024);
  await new Promise(resolve => setTimeout(resolve, 20));
  assert.equal(first.inputBytes, 256 * 1024, 'the window holds');
  first.send({ type: 'input-ack', offset: 100_000 });
  await first.until(({ inputBytes }) => inputBytes === 100_000 + 256 * 1024);
  first.socket.terminate();
  await until(waiting);
  clock.advance(0);
  const second = await gateway.next();
  const accepted = 300_001;
  second.attach({ input: accepted });
  let acked = accepted;
  await second.until(({ inputBytes }) => {
    if (accepted + inputBytes - acked >= 128 * 1024) {
      acked = accepted + inputBytes;
      second.send({ type: 'input-ack', offset: acked });
    }
    return accepted + inputBytes === whole.length;
  });
  assert.equal(Buffer.compare(second.input, whole.subarray(accepted)), 0);
});

test('tells the size when it changes, the latest after a reconnect, and nothing that is known', async t => {
  const { gateway, clock, session, until } = await setUp(t);
  session.start();
  const first = await gateway.next();
  session.resize({ cols: 100, rows: 30 });
  first.attach({ cols: 80, rows: 24 });
  await first.until(connection => connection.of('resize').length === 1);
  session.resize({ cols: 100, rows: 30 });
  session.resize({ cols: 101, rows: 31 });
  await first.until(connection => connection.of('resize').length === 2);
  first.socket.terminate();
  await until(waiting);
  clock.advance(0);
  const second = await gateway.next();
  assert.deepEqual(second.query.size, { cols: 101, rows: 31 });
  second.attach({ cols: 101, rows: 31 });
  session.end();
  await second.until(connection => connection.of('end').length === 1);
  assert.deepEqual(first.of('resize').at(-1), { type: 'resize', cols: 101, rows: 31 });
  assert.equal(second.of('resize').length, 0);
});

test('what is no longer kept is told as a gap before the output behind it', async t => {
  const { gateway, clock, session, output, until, acked } = await setUp(t);
  const gaps: unknown[] = [];
  session.on('gap', gap => {
    gaps.push({ ...gap, shown: Buffer.concat(output).toString() });
    session.handleParsed(gap.end);
  });
  session.start();
  const first = await gateway.next();
  first.attach();
  first.output('abc');
  await acked(first, 3);
  first.socket.terminate();
  await until(waiting);
  clock.advance(0);
  const second = await gateway.next();
  second.attach({ offset: 100, head: 100, missed: 97 });
  second.output('xyz');
  await acked(second, 6, 103);
  assert.deepEqual(gaps, [{ missed: 97, end: 100, restored: false, exact: false, shown: 'abc' }]);
  assert.equal(Buffer.concat(output).toString(), 'abcxyz');
});

test('a gateway that falls silent is given up, and joined again', async t => {
  const { gateway, clock, session } = await setUp(t);
  session.start();
  const first = await gateway.next();
  first.attach();
  await first.until(connection => connection.of('ping').length === 1);
  clock.advance(19_999);
  assert.equal(session.state.type, 'attached');
  clock.advance(1);
  assert.equal((await gateway.next()).query.type, 'resume');
});

test('a gateway that accepts the connection and says nothing is given up', async t => {
  const { gateway, clock, session } = await setUp(t, { openTimeoutMs: 1000 });
  session.start();
  const first = await gateway.next();
  clock.advance(1000);
  assert.deepEqual((await gateway.next()).query, first.query);
});

test('ending while there is no connection ends it on the next one', async t => {
  const { gateway, clock, session, until } = await setUp(t);
  session.start();
  const first = await gateway.next();
  first.attach();
  await until(attached);
  first.socket.terminate();
  await until(waiting);
  session.end();
  clock.advance(0);
  const second = await gateway.next();
  second.attach();
  await second.until(connection => connection.of('end').length === 1);
  second.send({ type: 'exit', outcome: { type: 'ended', reason: 'user' } });
  await until(ended);
});

test('a reader sends no input, and asks for its size, which the gateway decides', async t => {
  const { gateway, session, until, type } = await setUp(t);
  session.start();
  const connection = await gateway.next();
  connection.attach({ role: 'reader' });
  await until(attached);
  type('x');
  session.resize({ cols: 10, rows: 10 });
  session.end();
  await connection.until(({ messages }) => messages.some(message => message.type === 'end'));
  assert.equal(connection.input.length, 0);
  assert.equal(connection.of('resize').length, 1);
});

test('restrictions that become known take the keyboard', async t => {
  const { gateway, session, until, type } = await setUp(t);
  const told: Restrictions[] = [];
  session.on('restrictions', restrictions => told.push(restrictions));
  session.start();
  const connection = await gateway.next();
  connection.attach();
  await until(attached);
  type('a');
  await connection.until(({ input }) => input.length > 0);
  const restrictions = { readOnly: true, noPaste: false, noUpload: true };
  connection.send({ type: 'restricted', role: 'reader', restrictions });
  connection.send({ type: 'started' });
  await until(state => state.type === 'attached' && state.started);
  type('b');
  session.end();
  await connection.until(({ messages }) => messages.some(message => message.type === 'end'));
  assert.equal(connection.input.toString(), 'a');
  assert.deepEqual(told.at(-1), restrictions);
  assert.deepEqual(session.restrictions, restrictions);
});

test('resumes a session that an earlier page had opened, from its beginning', async t => {
  const id = 'abcdefghijklmnopqrst';
  const { gateway, session } = await setUp(t, { start: { type: 'resume', session: id } });
  session.start();
  const { query } = await gateway.next();
  assert.equal(query.type, 'resume');
  assert.equal(query.session, id);
  assert.equal(query.type === 'resume' && query.offset, 0);
});

test('a message that it does not know changes nothing', async t => {
  const { gateway, session, until } = await setUp(t);
  session.start();
  const connection = await gateway.next();
  connection.attach();
  connection.send({ type: 'from-the-future' } as unknown as ServerMessage);
  connection.socket.send('not JSON');
  connection.send({ type: 'started' });
  await until(state => state.type === 'attached' && state.started);
});

test('a gateway that is not there: it waits and tries on', async t => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await new Promise(resolve => server.close(resolve));
  const { session, until } = await setUp(t, { baseUrl: `http://127.0.0.1:${port}` });
  session.start();
  await until(state => state.type === 'waiting' && !state.resuming);
});

test('disposed in the middle of connecting, it goes quietly', async t => {
  const { gateway, session, states } = await setUp(t);
  session.start();
  const connection = await gateway.next();
  session.dispose();
  await connection.closed;
  assert.deepEqual(
    states.map(state => state.type),
    ['connecting'],
  );
});

test('who takes over says so once, not with each reconnect', async t => {
  const start = { type: 'resume', session: 'a-session-that-lives', takeOver: true } as const;
  const { gateway, clock, session, until } = await setUp(t, { start });
  session.start();
  const first = await gateway.next();
  assert.equal(first.query.type === 'resume' && first.query.takeOver, true);
  first.attach();
  await until(attached);
  first.socket.terminate();
  await until(waiting);
  clock.advance(0);
  const second = await gateway.next();
  assert.equal(second.query.type === 'resume' && second.query.takeOver, undefined);
});

test('who follows the size of another viewer keeps no size of its own, until its terminal gets one', async t => {
  const { gateway, clock, session, until, acked } = await setUp(t, { size: { cols: 100, rows: 30 } });
  const sizes: number[] = [];
  session.on('resized', ({ cols, rows }) => {
    sizes.push(cols);
    session.resize({ cols, rows });
  });
  session.start();
  const first = await gateway.next();
  first.attach({ cols: 100, rows: 30 });
  first.send({ type: 'resized', cols: 120, rows: 40 });
  first.output('x');
  await acked(first, 1);
  first.socket.terminate();
  await until(waiting);
  clock.advance(0);
  const second = await gateway.next();
  assert.equal(second.query.size, undefined);
  second.attach({ offset: 1, cols: 90, rows: 20 });
  await until(attached);
  assert.deepEqual(sizes, [120, 90]);
  session.resize({ cols: 100, rows: 30 });
  await second.until(({ messages }) => messages.some(({ type }) => type === 'resize'));
  assert.deepEqual(second.of('resize'), [{ type: 'resize', cols: 100, rows: 30 }]);
});
