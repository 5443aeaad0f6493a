import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Session } from './session.ts';
import { defaultSessionLimits } from './session-limits.ts';
import { RecordingChannel } from './testing/recording-channel.ts';
import { ScriptedProcess } from './testing/scripted-process.ts';
import { ScriptedScreen } from './testing/scripted-screen.ts';
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

/** The byte that the program prints at an offset. */
const byteAt = (offset: number) => (offset * 7 + (offset >> 8)) % 251;

/** A terminal that parses what it gets, acknowledges it, and comes back with the offset it has parsed. */
class ScriptedTerminal {
  readonly #session: Session;
  readonly #screen: ScriptedScreen;
  readonly #client: string;
  /** Absolute offset of the next byte to parse. */
  parsed = 0;
  missed = 0;
  #connection: { readonly channel: SliceChannel; readonly viewer: Viewer } | undefined;

  constructor(session: Session, screen: ScriptedScreen, client: string) {
    this.#session = session;
    this.#screen = screen;
    this.#client = client;
  }

  get told(): boolean {
    return this.#connection?.viewer.told ?? false;
  }

  async connect(): Promise<void> {
    const channel = new SliceChannel();
    const viewer = this.#session.attach({ channel, client: this.#client, offset: this.parsed });
    await this.#screen.answer({ text: '', exact: true });
    const attached = channel.last('attached');
    assert.ok(attached);
    assert.equal(attached.offset, this.parsed + attached.missed);
    this.missed += attached.missed;
    this.parsed = attached.offset;
    this.#connection = { channel, viewer };
  }

  /** Parses this share of what has arrived, and acknowledges it. */
  acknowledge(share: number): void {
    if (this.#connection === undefined) return;
    const { viewer, channel } = this.#connection;
    if (channel.closed?.cut) {
      this.disconnect();
      return;
    }
    for (const slice of channel.slices.splice(0, Math.ceil(channel.slices.length * share))) {
      for (const byte of slice) assert.equal(byte, byteAt(this.parsed++));
    }
    this.#session.handleMessage(viewer, { type: 'ack', offset: this.parsed });
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

const share = fc.constantFrom(0, 0.3, 0.7, 1);
const who = fc.constantFrom('owner' as const, 'guest' as const);
const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ type: fc.constant('print' as const), length: fc.integer({ min: 1, max: 3000 }) }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('ack' as const), share, who }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('disconnect' as const), who }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('connect' as const), who }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('turn' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('resize' as const),
      cols: fc.integer({ min: 1, max: 1000 }),
      who,
    }),
  },
);

test('any interleaving of output, acks, resize, disconnect and resume gives exactly the bytes, once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 120, size: 'max' }), async actions => {
      const process = new ScriptedProcess();
      const screen = new ScriptedScreen();
      const session = new Session({
        id: 'session-0123456789',
        owner: 'ada',
        target: { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' },
        size: { cols: 80, rows: 24 },
        launch: process.launch,
        limits,
        openScreen: screen.open,
        onClose: () => {},
        onError: error => assert.fail(String(error)),
      });
      const terminals = {
        owner: new ScriptedTerminal(session, screen, 'owner'),
        guest: new ScriptedTerminal(session, screen, 'guest'),
      };
      const { owner, guest } = terminals;
      await process.start();
      let printed = 0;
      await owner.connect();
      for (const step of actions) {
        switch (step.type) {
          case 'print': {
            // A paused program prints nothing, and the owner comes back before the ring has run over its offset.
            if (process.paused || printed + step.length - owner.parsed > limits.ringBytes) break;
            const from = printed;
            printed += step.length;
            process.print(Uint8Array.from({ length: step.length }, (_, i) => byteAt(from + i)));
            break;
          }
          case 'ack':
            terminals[step.who].acknowledge(step.share);
            break;
          case 'disconnect':
            terminals[step.who].disconnect();
            break;
          case 'connect':
            await terminals[step.who].connect();
            break;
          case 'turn':
            await new Promise(setImmediate);
            break;
          case 'resize':
            terminals[step.who].resize(step.cols);
        }
      }
      await owner.connect();
      await guest.connect();
      process.exit();
      for (let i = 0; i < 20; i++) for (const terminal of [owner, guest]) terminal.acknowledge(1);
      for (const terminal of [owner, guest]) {
        assert.ok(terminal.told);
        assert.equal(terminal.parsed, printed);
      }
      assert.equal(owner.missed, 0);
      await session.end('shutdown');
    }),
    { numRuns: 300 },
  );
});
