import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { closeCodes } from '@podbay/protocol';
import { Random } from '../testing/random.ts';
import { hostileFrame, saysGoodbye } from './testing/hostile-frames.ts';
import { hostileRequest } from './testing/hostile-requests.ts';
import { connectRaw, exchange, type RawAnswer } from './testing/raw-client.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 2_000);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const lanes = 4;
const framesAtOnce = 10;
const warmUpRuns = 200;
/** Compiled code is some MB; of 100,000 attacks none may leave 100 bytes. */
const maxLeftBytes = 10 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

// All timers, also those that keep nothing alive, which Node does not tell.
const timers = new Set<number>();
createHook({
  init: (id, type) => type === 'Timeout' && timers.add(id),
  destroy: id => timers.delete(id),
  trackPromises: false,
}).enable();

/** What a request may be answered with. Never 500. */
const statuses = new Set([
  100, 101, 200, 204, 303, 304, 400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 417, 426, 429, 431, 501,
  505,
]);

/** What a WebSocket may be closed with: RFC 6455, section 7.4.1, and our own; never 4500. */
const closes = new Set<number>([1000, 1001, 1002, 1003, 1005, 1007, 1009, ...Object.values(closeCodes)]);
closes.delete(closeCodes.internal);

// Nobody is refused for being many: each one shall get as far as it can.
const limits = { attachBurst: 1e9, loginBurst: 1e9, graceMs: 100, heartbeatMs: 20_000 };

interface Bed {
  readonly server: TestServer;
  readonly port: number;
  readonly basis: { readonly host: string; readonly authorization: string };
}

/** What must be no more afterwards than before. */
interface Held {
  readonly sockets: number;
  readonly timers: number;
  readonly heapBytes: number;
}

type Attack = (random: Random, bed: Bed) => Promise<number>;

async function fuzz(attack: Attack): Promise<void> {
  // What is made once, and kept.
  await attackServer(attack, warmUpRuns);
  const before = countHeld();
  await attackServer(attack, runs);
  const more = () => {
    const { sockets, timers } = countHeld('sockets and timers');
    return { sockets: sockets - before.sockets, timers: timers - before.timers };
  };
  await untilSoon(
    () => more().sockets <= 0 && more().timers <= 0,
    () => `${JSON.stringify(more())} are left, seed ${seed}`,
  );
  const leftBytes = countHeld().heapBytes - before.heapBytes;
  assert.ok(leftBytes < maxLeftBytes, `${leftBytes} bytes are left, seed ${seed}`);
}

async function attackServer(attack: Attack, count: number): Promise<void> {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', note);
  const server = await startTestServer(limits);
  const { host, bearer } = server;
  const bed = { server, port: Number(host.split(':')[1]), basis: { host, ...bearer } };
  const failures = await attackAll(attack, bed, count);
  assert.equal((await server.get('/healthz')).status, 200, 'it still answers');
  await Promise.all(server.processes.map(process => process.start()));
  await Promise.all([...server.store].map(session => session.end('user')));
  await untilSoon(
    () => server.store.size === 0,
    () => `${server.store.size} sessions are left, seed ${seed}`,
  );
  await server[Symbol.asyncDispose]();
  process.off('unhandledRejection', note);
  assert.deepEqual([failures, server.errors, rejections], [[], [], []], `seed ${seed}`);
}

/** Resolves with what went wrong, at most once for each lane. */
async function attackAll(attack: Attack, bed: Bed, count: number): Promise<unknown[]> {
  const failures: unknown[] = [];
  let left = count;
  const work = async (lane: number) => {
    const random = new Random(seed * lanes + lane);
    while (left > 0 && failures.length === 0) left -= await attack(random, bed);
  };
  const works = Array.from({ length: lanes }, (_, lane) => work(lane).catch(error => failures.push(error)));
  await Promise.all(works);
  return failures;
}

async function untilSoon(condition: () => boolean, words: () => string): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    assert.ok(tries < 500, words());
    await sleep(10);
  }
}

function countHeld(what: 'all' | 'sockets and timers' = 'all'): Held {
  if (what === 'all') collectGarbage();
  const sockets = process.getActiveResourcesInfo().filter(name => /^(TCP|Pipe)SocketWrap$/.test(name)).length;
  return { sockets, timers: timers.size, heapBytes: process.memoryUsage().heapUsed };
}

function checkStatuses({ text, timedOut }: RawAnswer, sent: Buffer): void {
  const found = [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
  const words = () =>
    `seed ${seed}, ${JSON.stringify(sent.toString('latin1').slice(0, 2000))} was answered ${JSON.stringify(text.slice(0, 300))}`;
  assert.ok(!timedOut, words());
  assert.ok(
    found.every(status => statuses.has(status)),
    words(),
  );
}

test(`${runs} hostile requests`, async () =>
  await fuzz(async (random, { port, basis }) => {
    const socket = await connectRaw(port);
    const count = 1 + random.below(4);
    const sent = Buffer.concat(Array.from({ length: count }, () => hostileRequest(random, basis)));
    checkStatuses(await exchange(socket, sent, 10_000), sent);
    return count;
  }));

test(`${runs} hostile frames`, async () =>
  await fuzz(async (random, { server, port, basis }) => {
    // What is queued for a program that never starts would rightly hold its browsers back.
    await Promise.all(server.processes.splice(0).map(process => process.start()));
    const socket = await connectRaw(port);
    const session = `fuzz-session-${String(random.below(200)).padStart(6, '0')}`;
    const sent = Buffer.concat(Array.from({ length: framesAtOnce }, () => hostileFrame(random)));
    const answer = await exchange(socket, Buffer.concat([upgradeRequest(basis, session), sent]), 10_000);
    const words = () => `seed ${seed}: ${JSON.stringify(answer.text.slice(0, 400))}`;
    assert.ok(!answer.timedOut, words());
    assert.match(answer.text, /^HTTP\/1\.1 101 /, words());
    // Whoever is told goodbye repeats the code (RFC 6455, section 5.5.1).
    for (const code of closeCodesIn(answer.text))
      assert.ok(closes.has(code) || saysGoodbye(sent, code), `${code}, ${words()}`);
    return framesAtOnce;
  }));

function upgradeRequest({ host, authorization }: Bed['basis'], session: string): Buffer {
  const query = `session=${session}&context=demo&namespace=shop&pod=web&container=app`;
  const lines = [
    `GET /api/v1/attach?${query} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: ${authorization}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: podbay.v1',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

/** Of the close frames that a server has sent. */
function closeCodesIn(text: string): readonly number[] {
  const bytes = Buffer.from(text, 'latin1');
  const codes: number[] = [];
  let at = bytes.indexOf('\r\n\r\n') + 4;
  while (at + 2 <= bytes.length) {
    const opcode = (bytes[at] ?? 0) & 15;
    const short = (bytes[at + 1] ?? 0) & 127;
    const wide = short === 126 ? 2 : short === 127 ? 8 : 0;
    const length =
      wide === 2 ? bytes.readUInt16BE(at + 2) : wide === 8 ? Number(bytes.readBigUInt64BE(at + 2)) : short;
    const start = at + 2 + wide;
    if (opcode === 8 && length >= 2) codes.push(bytes.readUInt16BE(start));
    at = start + length;
  }
  return codes;
}
