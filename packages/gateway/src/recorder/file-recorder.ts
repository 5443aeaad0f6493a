import type { TerminalSize } from '@podbay/protocol';
import type { Recorder, RecorderOptions } from '../session/recorder.ts';
import { CastLines } from './asciicast.ts';
import type { CastSink } from './cast-file.ts';

export interface FileRecorderOptions extends Pick<RecorderOptions, 'offset' | 'handleDrain'> {
  readonly sink: CastSink;
  /** Called once, when nothing more is written. */
  readonly onEnd: (end: RecordingEnd) => void;
  /** A disk that takes longer has failed: whoever waited for it would wait for ever. */
  readonly writeDeadlineMs?: number;
}

/** How a recording ended: with everything in it, or with what could still be written. */
export interface RecordingEnd {
  readonly error: unknown;
  readonly bytes: number;
  readonly durationMs: number;
}

/** Output that waits to be written; at this the session is read no more until half of it is gone. */
const maxQueuedBytes = 1024 * 1024;
/** So much output is written at once, */
const batchBytes = 256 * 1024;
/** and less after so long: what a crash may take. */
const batchMs = 100;
const defaultWriteDeadlineMs = 30_000;

/**
 * Writes one session's recording, in batches, one at a time.
 *
 *   recording ──close──► closing ──everything is written──► over
 *       └──────── a write fails ──────┴─────────────────────► over
 */
export class FileRecorder implements Recorder {
  /** Resolves when nothing more is written. */
  readonly over: Promise<void>;
  readonly #options: FileRecorderOptions;
  readonly #lines = new CastLines();
  readonly #startedAtMs = performance.now();
  readonly #resolveOver: () => void;
  #state: 'recording' | 'closing' | 'over' = 'recording';
  #queuedBytes = 0;
  /** Of those the ones that are not being written now. */
  #unwrittenBytes = 0;
  #isFull = false;
  #isWriting = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FileRecorderOptions) {
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#resolveOver = resolve;
    if (options.offset === 0) return;
    this.#lines.mark(0, `recorded from here on: ${options.offset} bytes of output came before`);
    this.#schedule();
  }

  write(bytes: Uint8Array): boolean {
    if (this.#state !== 'recording') return true;
    this.#lines.output(this.#ageMs, bytes);
    this.#queuedBytes += bytes.length;
    this.#unwrittenBytes += bytes.length;
    this.#isFull ||= this.#queuedBytes >= maxQueuedBytes;
    this.#schedule();
    return !this.#isFull;
  }

  resize(size: TerminalSize): void {
    if (this.#state !== 'recording') return;
    this.#lines.resize(this.#ageMs, size);
    this.#schedule();
  }

  close(): void {
    if (this.#state !== 'recording') return;
    this.#state = 'closing';
    this.#lines.end(this.#ageMs);
    if (!this.#isWriting) void this.#drain();
  }

  get #ageMs(): number {
    return performance.now() - this.#startedAtMs;
  }

  #schedule(): void {
    if (this.#isWriting) return;
    if (this.#unwrittenBytes >= batchBytes) void this.#drain();
    else this.#timer ??= setTimeout(() => this.#handleTimer(), batchMs).unref();
  }

  #handleTimer(): void {
    this.#timer = undefined;
    if (this.#lines.isEmpty) this.#lines.rest();
    else void this.#drain();
  }

  async #drain(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isWriting = true;
    try {
      do await this.#writeBatch();
      while (this.#mustGoOn());
    } catch (error) {
      await this.#end(error);
      return;
    }
    this.#isWriting = false;
    if (this.#state === 'closing') await this.#end(undefined);
    // Also where there is nothing: what stays quiet lets go of its memory, and not each time that a flood takes breath.
    else this.#schedule();
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#unwrittenBytes;
    this.#unwrittenBytes = 0;
    const lines = this.#lines.take();
    if (lines.length > 0) await this.#append(lines);
    this.#queuedBytes -= batch;
    if (!this.#isFull || this.#queuedBytes > maxQueuedBytes / 2) return;
    this.#isFull = false;
    this.#options.handleDrain();
  }

  async #append(lines: Uint8Array): Promise<void> {
    const { sink, writeDeadlineMs = defaultWriteDeadlineMs } = this.#options;
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => reject(new Error(`it was not written within ${writeDeadlineMs / 1000} s`)),
      writeDeadlineMs,
    ).unref();
    try {
      await Promise.race([sink.append(lines), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #mustGoOn(): boolean {
    return this.#state === 'closing' ? !this.#lines.isEmpty : this.#unwrittenBytes >= batchBytes;
  }

  async #end(error: unknown): Promise<void> {
    this.#state = 'over';
    const { sink, onEnd } = this.#options;
    await sink.close();
    onEnd({ error, bytes: sink.bytes, durationMs: Math.round(this.#ageMs) });
    this.#resolveOver();
  }
}
