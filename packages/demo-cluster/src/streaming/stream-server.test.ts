import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type StreamTestBed, startStreamTestBed } from './stream-test-bed.ts';

describe('streams, from handshake to close', () => {
  let bed: StreamTestBed;
  before(async () => {
    bed = await startStreamTestBed({ unreachableWaitMs: 50 });
  });
  after(() => bed.close());

  it('says "connected" on the lowest writable channel', async () => {
    for (const [streams, channel] of [
      [{ stdout: true, stderr: true }, 1],
      [{ stdout: false, stderr: true }, 2],
      [{ stdout: false, stderr: false }, 3],
    ] as const) {
      const client = await bed.open({ ...streams, command: ['true'] });
      await client.untilClosed();
      assert.deepEqual([...(client.frames[0] ?? [])], [channel]);
    }
  });

  it('ends with a status after the last byte, then close 1000', async () => {
    for (const path of ['A', 'B', 'C'] as const) {
      const client = await bed.open({ path, command: ['sh', '-c', 'seq 1 20000; echo oops >&2; exit 3'] });
      assert.equal(await client.untilClosed(), 1000);
      assert.ok(client.text().endsWith('\n20000\n'));
      assert.equal(client.text(2), 'oops\n');
      assert.deepEqual(client.status?.details?.causes, [{ reason: 'ExitCode', message: '3' }]);
      assert.equal(client.frames.at(-1)?.[0], 3);
    }
  });
});
