import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StreamServerOptions } from './stream-server.ts';
import { type StreamTestBed, startStreamTestBed } from './stream-test-bed.ts';

const quiet = { command: ['sleep', '1000'] };

async function withBed(
  options: StreamServerOptions,
  use: (bed: StreamTestBed) => Promise<void>,
): Promise<void> {
  const bed = await startStreamTestBed(options);
  try {
    await use(bed);
  } finally {
    await bed.close();
  }
}

describe('the bounds of a stream', () => {
  it('drops an idle connection; messages keep it, pings do not', () =>
    withBed({ idleMs: 250 }, async bed => {
      const [kept, dropped] = [await bed.open(quiet), await bed.open(quiet)];
      const keeping = setInterval(() => kept.webSocket.send(Buffer.alloc(0)), 50);
      const pinging = setInterval(() => dropped.webSocket.ping(), 50);
      assert.equal(await dropped.untilClosed(), 1006);
      clearInterval(pinging);
      assert.equal(kept.closeCode, undefined);
      clearInterval(keeping);
      assert.equal(await kept.untilClosed(), 1006);
    }));

  it('closes with 1002 on a frame that is not masked, and survives it', () =>
    withBed({}, async bed => {
      const client = await bed.open(quiet);
      const raw = Reflect.get(client.webSocket, '_socket');
      raw.write(Buffer.from([0x82, 0x02, 0x00, 0x61]));
      assert.equal(await client.untilClosed(), 1002);
      assert.equal(await (await bed.open({ command: ['true'] })).untilClosed(), 1000);
    }));

  it('drops everything on close, a handshake and a wedged stream too', () =>
    withBed({ unreachableWaitMs: 60_000 }, async bed => {
      const wedged = await bed.open({ command: ['sleep', '1000'] });
      for (let count = 0; count < 3; count++) wedged.send(4, '{}');
      const waiting = bed.refusal({ lookup: { type: 'node-unreachable', address: '10.0.0.9' } }).then(
        () => 'answered',
        () => 'dropped',
      );
      while (bed.streams.counters.open < 2) await new Promise(resolve => setTimeout(resolve, 10));
      await bed.streams.close();
      assert.equal(await wedged.untilClosed(), 1006);
      assert.equal(await waiting, 'dropped');
      assert.equal(bed.streams.counters.open, 0);
    }));
});
