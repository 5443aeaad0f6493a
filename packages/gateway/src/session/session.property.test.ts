import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RecordingChannel } from './recording-channel.ts';
import { ScriptedProcess } from './scripted-process.ts';
import { Session } from './session.ts';
import { defaultSessionLimits } from './session-limits.ts';
import type { Viewer } from './viewer.ts';

const limits = {
  ...defaultSessionLimits,
  ringBytes: 16 * 1024,
  highWatermark: 4 * 1024,
  lowWatermark: 1024,
  detachedBytesPerSecond: 1e9,
};

/** Keeps what was sent as the slices of the ring that they are: what runs over them too early shows. */
class SliceChannel extends RecordingChannel {
  readonly slices: Uint8Array[] = [];

  override sendBytes(bytes: Uint8Array): void {
    this.slices.push(bytes);
  }
}

/** A terminal that parses what it gets, acknowledges it, and comes back with the offset it has parsed. */
class ScriptedTerminal {
  readonly #session: Session;
  parsed = Buffer.alloc(0);
  #connection: { readonly channel: SliceChannel; readonly viewer: Viewer } | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  get told(): boolean {
    return this.#connection?.viewer.told ?? false;
  }

  connect(): void {
    const channel = new SliceChannel();
    const viewer = this.#session.attach({ channel, client: 'client-a', offset: this.parsed.length });
    assert.equal(channel.last('attached')?.missed, 0);
    this.#connection = { channel, viewer };
  }

  /** Parses this share of what has arrived, and acknowledges it. */
  acknowledge(share: number): void {
    if (this.#connection === undefined) return;
    const { viewer, channel } = this.#connection;
    for (const slice of channel.slices.splice(0, Math.ceil(channel.slices.length * share))) {
      this.parsed = Buffer.concat([this.parsed, slice]);
    }
    this.#session.handleMessage(viewer, { type: 'ack', offset: this.parsed.length });
  }

  disconnect(): void {
    if (this.#connection === undefined) return;
    this.#session.detach(this.#connection.viewer, { complete: false });
    this.#connection = undefined;
  }

  resize(cols: number): void {
    if (this.#connection === undefined) return;
    this.#session.handleMessage(this.#connection.viewer, { type: 'resize', cols, rows: 24 });
  }
}

const action = fc.oneof(
  fc.record({ type: fc.constant('print' as const), length: fc.integer({ min: 1, max: 3000 }) }),
  fc.record({ type: fc.constant('ack' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ type: fc.constant('disconnect' as const) }),
  fc.record({ type: fc.constant('connect' as const) }),
  fc.record({ type: fc.constant('turn' as const) }),
  fc.record({ type: fc.constant('resize' as const), cols: fc.integer({ min: 1, max: 1000 }) }),
);

test('any interleaving of output, acks, resize, disconnect and resume gives exactly the bytes, once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 80 }), async actions => {
      const process = new ScriptedProcess();
      const session = new Session({
        id: 'session-0123456789',
        owner: 'ada',
        target: { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' },
        size: { cols: 80, rows: 24 },
        launch: process.launch,
        limits,
        onClose: () => {},
        onError: error => assert.fail(String(error)),
      });
      const terminal = new ScriptedTerminal(session);
      await process.start();
      let printed = Buffer.alloc(0);
      terminal.connect();
      for (const step of actions) {
        switch (step.type) {
          case 'print': {
            // A paused process prints nothing; while nobody looks, what still fits into the ring can be resumed.
            if (process.paused) break;
            const ahead = printed.length + step.length - terminal.parsed.length;
            if (ahead > limits.ringBytes) break;
            const bytes = Buffer.from(
              Array.from({ length: step.length }, (_, i) => (printed.length + i) % 251),
            );
            printed = Buffer.concat([printed, bytes]);
            process.print(bytes);
            break;
          }
          case 'ack':
            terminal.acknowledge(step.share);
            break;
          case 'disconnect':
            terminal.disconnect();
            break;
          case 'connect':
            terminal.connect();
            break;
          case 'turn':
            await new Promise(setImmediate);
            break;
          case 'resize':
            terminal.resize(step.cols);
        }
      }
      terminal.connect();
      process.exit();
      for (let i = 0; i < 20 && !terminal.told; i++) terminal.acknowledge(1);
      assert.ok(terminal.told);
      assert.ok(terminal.parsed.equals(printed));
      await session.end('shutdown');
    }),
    { numRuns: 300 },
  );
});
