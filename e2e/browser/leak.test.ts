import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { queryObjects } from 'node:v8';
import WebSocket from 'ws';
import { browserTests } from './browser-test.ts';
import { untilSessionsAreGone } from './leftovers.ts';
import { places } from './places.ts';
import type { Stack } from './stack.ts';
import { loginHeaders } from './stayed-terminal.ts';
import { until } from './until.ts';

const browserTest = browserTests();
const sessions = 60;
/** What comes and goes by itself; one session in ten leaving something behind would be more. */
const slack = sessions / 10 - 1;
/** Deadlines of requests that were answered run on for 15 s. */
const settleMs = 90_000;
/** Counting collects garbage, which is work. */
const countEveryMs = 1000;

/** Opens a shell, types `exit 3` and waits for the end. */
async function openAndExit(stack: Stack, headers: { authorization: string }): Promise<void> {
  const query = new URLSearchParams({ context: 'demo', ...places.cache });
  const url = `${stack.origin.replace('http', 'ws')}/api/v1/attach?${query}`;
  const socket = new WebSocket(url, 'podbay.v1', { headers });
  const messages: string[] = [];
  socket.on('message', (data, isBinary) => {
    if (!isBinary) messages.push(String(data));
    if (!isBinary && messages.at(-1)?.includes('"started"')) socket.send(Buffer.from('exit 3\r'));
  });
  const [code] = await once(socket, 'close');
  assert.equal(code, 1000);
  assert.match(messages.at(-1) ?? '', /"exited","code":3/);
}

/** The demo's containers start one by one, and take sockets and processes of their own. */
async function untilContainersHaveStarted(): Promise<void> {
  let last = -1;
  let steadySince = performance.now();
  await until(async () => {
    const processes = process.getActiveResourcesInfo().filter(type => type === 'ProcessWrap').length;
    if (processes !== last) steadySince = performance.now();
    last = processes;
    return performance.now() - steadySince > 1500 || `${processes} processes`;
  }, settleMs);
}

/** What there is of everything that sessions are made of. */
function census(): Readonly<Record<string, number>> {
  const timer = setTimeout(() => {}, 0);
  clearTimeout(timer);
  const kinds = { WebSocket, Socket, TLSSocket, AbortSignal, Timeout: timer.constructor };
  const counts = Object.entries(kinds).map(([name, kind]) => [name, queryObjects(kind as new () => object)]);
  const listeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  return { ...Object.fromEntries(counts), active: process.getActiveResourcesInfo().length, listeners };
}

browserTest(
  'sixty sessions leave nothing behind',
  async ({ stack, context }) => {
    const warnings: string[] = [];
    const handleWarning = ({ name, message }: Error) => {
      if (name !== 'ExperimentalWarning') warnings.push(message);
    };
    process.on('warning', handleWarning);
    const headers = await loginHeaders(stack, context);
    const runMany = async (count: number) => {
      for (let done = 0; done < count; done += 5)
        await Promise.all(Array.from({ length: 5 }, () => openAndExit(stack, headers)));
      await untilSessionsAreGone(stack, [{ context: 'demo', ...places.cache }]);
    };
    await runMany(10);
    await untilContainersHaveStarted();
    const before = census();
    await runMany(sessions);
    await until(async () => {
      await sleep(countEveryMs);
      const after = census();
      const grown = Object.entries(after).filter(([name, count]) => count - (before[name] ?? 0) > slack);
      return grown.length === 0 || JSON.stringify({ before, after });
    }, settleMs);
    process.off('warning', handleWarning);
    assert.deepEqual(warnings, []);
  },
  { deadlineMs: 280_000 },
);
