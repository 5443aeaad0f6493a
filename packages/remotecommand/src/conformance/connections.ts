import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Subprotocol, v4, v5 } from '../channel.ts';
import { attach } from '../exec.ts';
import type { RemoteOutcome } from '../outcome.ts';
import { startRelay } from './relay.ts';
import { start } from './running.ts';
import type { ConformanceSetup } from './setup.ts';
import { sh } from './shell.ts';

const timeout = 60_000;

/** What the connection itself does: its subprotocol, its heartbeat, and its ends that are no exit. */
export function registerConnections(setup: ConformanceSetup): void {
  // A server that is asked for v4 may know v5 or not, so what it makes of both is a case for v5 alone.
  const offers: readonly (readonly Subprotocol[])[] =
    setup.subprotocol === v5 ? [[v5, v4], [v4, v5], [v5], [v4]] : [[v4]];
  for (const subprotocols of offers) {
    test(`ProtocolVersions: ${subprotocols.join(', ')}`, { timeout }, async t => {
      const running = await start(t, setup, { command: ['true'], subprotocols });
      assert.equal(running.process.subprotocol, subprotocols.includes(v5) ? v5 : v4);
      await running.exited(0);
    });
  }

  test('HeartbeatSucceeds', { timeout }, async t => {
    const timing = { startGraceMs: 1, pingIntervalMs: 300, silenceLimitMs: 1_500 };
    const running = await start(t, setup, { command: ['sleep', '4'], stdin: true, timing });
    await running.exited(0);
  });

  test('HeartbeatTimeout', { timeout }, async t => {
    const relay = await startRelay(t, setup.connect);
    const timing = { startGraceMs: 1, pingIntervalMs: 300, silenceLimitMs: 1_500 };
    const through = { ...setup, connect: relay.connection };
    const running = await start(t, through, { command: sh('echo ready; sleep 20'), timing });
    await running.printed('ready');
    relay.stall();
    const stalledAt = performance.now();
    const outcome = await running.process.outcome;
    assert.equal(outcome.type === 'lost' && outcome.code, 'unresponsive');
    const afterMs = performance.now() - stalledAt;
    assert.ok(afterMs > 1_000 && afterMs < 5_000, `${afterMs} ms`);
  });

  test('a connection that is cut is lost, and what came before has been told', { timeout }, async t => {
    const relay = await startRelay(t, setup.connect);
    const through = { ...setup, connect: relay.connection };
    const running = await start(t, through, { command: sh('echo ready; sleep 20') });
    await running.printed('ready\n');
    relay.cut();
    const outcome = await running.process.outcome;
    assert.equal(outcome.type === 'lost' && outcome.code, 'connection-lost');
  });

  test('EmptyMessageHandled', { timeout }, async t => {
    const timing = { keepAliveIntervalMs: 50 };
    const running = await start(t, setup, { command: ['head', '-c', '6'], stdin: true, timing });
    await sleep(1_000);
    await running.write(Buffer.from('alive\n'));
    await running.exited(0);
    assert.equal(running.stdout.toString(), 'alive\n');
  });

  test('close ends the connection in the middle of a flood', { timeout }, async t => {
    // It ends by itself, too: Kubernetes would leave it running.
    const script = 'i=0; while [ $i -lt 300000 ]; do echo "$i"; i=$((i+1)); done';
    const running = await start(t, setup, { command: sh(script) });
    await running.printed('1000\n');
    const before = performance.now();
    await running.process.close();
    assert.ok(performance.now() - before < 3_000);
    assert.deepEqual(running.outcome, { type: 'closed' });
  });

  test('the signal closes', { timeout }, async t => {
    const aborter = new AbortController();
    const command = sh('echo ready; sleep 20');
    const running = await start(t, setup, { command, signal: aborter.signal });
    await running.printed('ready');
    aborter.abort();
    assert.deepEqual(await running.process.outcome, { type: 'closed' });
  });

  test('attach joins and leaves the main process', { timeout }, async t => {
    const { namespace, pod, container, subprotocol } = setup;
    const outcomes: RemoteOutcome[] = [];
    const handleEnd = (outcome: RemoteOutcome) => outcomes.push(outcome);
    const process = await attach(setup.connect, {
      namespace,
      pod,
      container,
      stdin: false,
      tty: false,
      subprotocols: [subprotocol],
      signal: t.signal,
      listener: { handleStdout() {}, handleStderr() {}, handleDrain() {}, handleEnd },
    });
    assert.equal(process.subprotocol, subprotocol);
    await sleep(500);
    assert.deepEqual(outcomes, [], 'the main process could not be joined');
    await process.close();
    assert.deepEqual(outcomes, [{ type: 'closed' }]);
  });
}
