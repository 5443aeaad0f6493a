import { closeCodes, type ServerMessage, type TerminalSize } from '@podbay/protocol';
import { Audience } from './audience.ts';
import { FlowControl } from './flow-control.ts';
import type { OutputInspection } from './inspect.ts';
import type { Process } from './process.ts';
import type { OpenRecorder, Recorder } from './recorder.ts';
import { RingBuffer } from './ring-buffer.ts';
import type { OpenScreen, Screen, Snapshot } from './screen.ts';
import type { SessionLimits } from './session-limits.ts';
import type { Viewer } from './viewer.ts';

/** So little, where hardly more is on its way, is an echo: it does not wait for the turn's end. */
const echoBytes = 1024;
const quietBytes = 4 * echoBytes;

export interface OutputOptions {
  readonly limits: SessionLimits;
  readonly size: TerminalSize;
  readonly openScreen: OpenScreen;
  /** Called for a viewer that fell behind what is kept; its channel has been cut. */
  readonly onCut: (viewer: Viewer) => void;
}

/**
 * What a process prints, on its way to everybody who looks.
 *
 *   process ──append──► ring ──pump, once a turn──► viewers ──acknowledge──► flow control ──pause, resume──► process
 *                │       └── what it forgets ──feed──► screen ──► snapshots
 *                └──write──► recorder, where there is one ──no room──► flow control
 *
 * Order within `append`: viewers that would be run over are cut, the screen is fed what will be forgotten, and only
 * then the ring is written. The end is told to each viewer after its last byte.
 */
export class Output {
  readonly viewers = new Audience();
  readonly #limits: SessionLimits;
  readonly #ring: RingBuffer;
  readonly #flow: FlowControl;
  readonly #screen: Screen;
  readonly #onCut: (viewer: Viewer) => void;
  #recorder: Recorder | undefined;
  #size: TerminalSize;
  #end: ServerMessage | undefined;
  #flushScheduled = false;
  /** The one that is being made. */
  #picture: { readonly size: TerminalSize; readonly made: Promise<Snapshot | undefined> } | undefined;

  constructor({ limits, size, openScreen, onCut }: OutputOptions) {
    this.#limits = limits;
    this.#size = size;
    this.#ring = new RingBuffer(limits.ringBytes);
    this.#flow = new FlowControl(limits);
    this.#screen = openScreen(size);
    this.#onCut = onCut;
  }

  /** Offsets of the oldest byte that is kept, and of the next one to come. */
  get start(): number {
    return this.#ring.start;
  }

  get end(): number {
    return this.#ring.end;
  }

  /** When reading stopped, in ms since the epoch; `undefined` while it goes on. */
  get pausedSince(): number | undefined {
    return this.#flow.pausedSince;
  }

  /** Whether reading waits for its next slice of time. */
  get waiting(): boolean {
    return this.#flow.waiting;
  }

  inspect(): OutputInspection {
    const { start, end, allocated } = this.#ring;
    const pausedMs = this.#flow.pausedSince === undefined ? null : Date.now() - this.#flow.pausedSince;
    return { start, end, allocatedBytes: allocated, pausedMs };
  }

  /** The process whose output this is, for pausing it. */
  startFlow(process: Process): void {
    this.#flow.start(process);
    this.#updateFlow();
  }

  append(bytes: Uint8Array): void {
    const start = this.#ring.startAfter(bytes.length);
    if (start > this.#ring.start) {
      this.#cutThoseBefore(start);
      this.#feedScreen(start, bytes);
    }
    this.#ring.append(bytes);
    if (bytes.length <= echoBytes && this.#isQuiet()) this.#flushAll();
    else this.#scheduleFlush();
    if (this.#recorder?.write(bytes) === false) this.#flow.hold();
    this.#updateFlow(bytes.length);
  }

  get isRecorded(): boolean {
    return this.#recorder !== undefined;
  }

  /** From here on a recorder gets everything. Throws what opening it throws. */
  record(open: OpenRecorder): void {
    this.#recorder = open({
      size: this.#size,
      offset: this.#ring.end,
      handleDrain: () => this.#flow.release(),
    });
  }

  /** From here on it gets nothing more. */
  stopRecording(): void {
    this.#recorder?.close();
    this.#recorder = undefined;
    this.#flow.release();
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    this.#recorder?.resize(size);
    this.#screen.resize(size, this.#ring.end);
  }

  add(viewer: Viewer): void {
    this.viewers.add(viewer, this.#ring.end);
    this.flush(viewer);
    this.#updateFlow();
  }

  /** `false`: it was not there. */
  remove(viewer: Viewer): boolean {
    if (!this.viewers.delete(viewer, this.#ring.end)) return false;
    this.#updateFlow();
    return true;
  }

  /** A viewer has typed: from here on its terminal answers. */
  activate(viewer: Viewer): void {
    this.viewers.activate(viewer, this.#ring.end);
  }

  /** `false`: it claims bytes that it never got. */
  acknowledge(viewer: Viewer, offset: number): boolean {
    if (!viewer.acknowledge(offset)) return false;
    this.flush(viewer);
    this.#updateFlow();
    return true;
  }

  /** Sends a viewer what its window allows, and the end where it has everything. */
  flush(viewer: Viewer): void {
    viewer.pump(this.#ring);
    if (this.#end !== undefined) viewer.tellEnd(this.#end, this.#ring);
  }

  /**
   * The screen as it is now, for a viewer who can't be given all the bytes; `undefined`: it can't be had. Who asks while it
   * is made for somebody else gets the same one, and what was printed since then after it.
   */
  snapshot(): Promise<Snapshot | undefined> {
    const size = this.#size;
    if (this.#picture?.size === size) return this.#picture.made;
    const made = this.#makeSnapshot(size).finally(() => {
      if (this.#picture?.made === made) this.#picture = undefined;
    });
    this.#picture = { size, made };
    return made;
  }

  async #makeSnapshot(size: TerminalSize): Promise<Snapshot | undefined> {
    const { start, end } = this.#ring;
    const options = { offset: end, size, scrollbackLines: this.#limits.scrollbackLines };
    const result = await this.#screen.snapshot(this.#slices(start, end), options);
    return result.type === 'snapshot' ? result : undefined;
  }

  /** Lets a waiting viewer begin at `offset`. `false`: that is no longer kept; it was cut, and comes back. */
  startAt(viewer: Viewer, offset: number): boolean {
    viewer.startAt(offset);
    this.#cutThoseBefore(this.#ring.start);
    return this.viewers.has(viewer);
  }

  /** Nothing more comes; each viewer is told `message` when it has everything. */
  finish(message: ServerMessage): void {
    this.#end = message;
    this.#flow.close();
    this.#recorder?.close();
    this.#flushAll();
  }

  /** Frees what is held outside of this object. */
  close(): void {
    this.#flow.close();
    this.#screen.close();
  }

  #cutThoseBefore(start: number): void {
    for (const viewer of this.viewers) {
      if (viewer.acknowledged >= start) continue;
      viewer.channel.cut(closeCodes.tooSlow, 'fell behind the output that is kept');
      this.#onCut(viewer);
    }
  }

  #feedScreen(start: number, next: Uint8Array): void {
    const { end } = this.#ring;
    for (const bytes of this.#slices(this.#ring.start, Math.min(start, end))) this.#screen.feed(bytes);
    if (start > end) this.#screen.feed(next.subarray(0, start - end));
  }

  #slices(from: number, to: number): readonly Uint8Array[] {
    const slices: Uint8Array[] = [];
    for (let offset = from; offset < to; ) {
      const bytes = this.#ring.read(offset, to - offset);
      slices.push(bytes);
      offset += bytes.length;
    }
    return slices;
  }

  #isQuiet(): boolean {
    const { fastest } = this.viewers;
    return fastest !== undefined && !this.#flushScheduled && this.#ring.end - fastest <= quietBytes;
  }

  // All frames that came within one turn of the event loop become one message.
  #scheduleFlush(): void {
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    setImmediate(() => {
      this.#flushScheduled = false;
      this.#flushAll();
    });
  }

  #flushAll(): void {
    for (const viewer of this.viewers) this.flush(viewer);
  }

  // The fastest viewer sets the pace: a slower one falls behind, is cut, and comes back.
  #updateFlow(received = 0): void {
    const { fastest } = this.viewers;
    this.#flow.update(fastest === undefined ? undefined : this.#ring.end - fastest, received);
  }
}
