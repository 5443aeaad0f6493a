import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Container } from '../runtime/runtime.ts';
import { Counter, startTestContainer } from '../runtime/runtime-test-bed.ts';
import { type StreamTestBed, startStreamTestBed, type TestClient } from './stream-test-bed.ts';

const leave = {
  close: (client: TestClient) => client.webSocket.close(1000),
  terminate: (client: TestClient) => client.webSocket.terminate(),
};

describe('a client that leaves', () => {
  let bed: StreamTestBed;
  let container: Container;
  before(async () => {
    bed = await startStreamTestBed();
    container = bed.container;
  });
  after(() => bed.close());
  afterEach(async () => {
    await container.stop(0);
    container = await startTestContainer(bed.runtime);
  });

  for (const path of ['A', 'B', 'C'] as const) {
    for (const [name, how] of Object.entries(leave)) {
      it(`leaves a shell and its program running (path ${path}, ${name})`, async () => {
        const client = await bed.open({ path, container, tty: true, command: ['bash', '--norc'] });
        client.type('sleep 4321\n');
        await client.untilText('sleep 4321');
        await until(async () => (await running()).includes('sleep 4321'));
        how(client);
        await until(async () => bed.streams.counters.open === 0);
        await delay(100);
        assert.deepEqual((await running()).sort(), ['bash --norc', 'sleep 1000', 'sleep 4321']);
        assert.equal(bed.streams.counters.orphaned, 1);
        await container.stop(0);
        await until(async () => bed.streams.counters.orphaned === 0);
      });
    }

    it(`${path === 'C' ? 'blocks' : 'does not block'} a noisy orphan (path ${path})`, async () => {
      const counter = new Counter(container, 'noise');
      const client = await bed.open({ path, container, command: counter.command });
      await client.untilText('line 100 ');
      client.webSocket.terminate();
      await until(async () => bed.streams.counters.open === 0);
      if (path === 'C') await counter.untilBlocked();
      else await counter.untilPast((await counter.read()) + 500);
    });

    it(`ends stdin, where there is no terminal (path ${path})`, async () => {
      const client = await bed.open({ path, container, command: ['cat'] });
      client.type('x');
      await client.untilText('x');
      client.webSocket.terminate();
      await until(async () => (await running()).length === 1);
      await until(async () => bed.streams.counters.orphaned === 0);
    });
  }

  it('slows the program down by not reading', async () => {
    const counter = new Counter(container, 'flood');
    const client = await bed.open({ container, command: counter.command });
    await client.untilText('line 100 ');
    client.webSocket.pause();
    const blockedAt = await counter.untilBlocked();
    client.webSocket.resume();
    await counter.untilPast(blockedAt);
    client.webSocket.terminate();
  });

  async function running(): Promise<string[]> {
    return (await container.processes()).map(info => info.command);
  }
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let round = 0; round < 300; round++) {
    if (await condition()) return;
    await delay(20);
  }
  throw new Error(`gave up waiting for ${condition}`);
}
