import { Worker } from 'node:worker_threads';
import type { ThreadReply, ThreadRequest } from './thread-messages.ts';

export interface ThreadHostOptions {
  /** How long an unused thread is kept. */
  readonly idleMs: number;
  /** How long no thread is started after one has crashed; doubles with each crash in a row, up to a minute. */
  readonly restartBackoffMs: number;
  readonly handleReply: (reply: ThreadReply) => void;
  /** The thread is gone, with all it held. */
  readonly handleCrash: (error: unknown) => void;
}

const longestBackoffMs = 60_000;
const maxHeapMegabytes = 512;

/**
 * The one screen thread: started when it is needed, ended when it was not for a while.
 *
 *   none ──post──► running ──idle, close──► none
 *    ▲                │ crash
 *    └──backoff── unavailable ◄┘
 *
 * It never keeps the process alive, except while somebody waits for it (`hold`).
 */
export class ScreenThreadHost {
  readonly #options: ThreadHostOptions;
  #worker: Worker | undefined;
  #crashesInARow = 0;
  #startedAt = 0;
  #availableAt = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #held = false;
  #closed = false;

  constructor(options: ThreadHostOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** Whether a message can be taken now. */
  get isAvailable(): boolean {
    return !this.#closed && (this.#worker !== undefined || performance.now() >= this.#availableAt);
  }

  /** Sends a message. Only while `isAvailable`; starts the thread if there is none. */
  post(request: ThreadRequest, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(request, transfer);
  }

  /** Whether somebody waits for an answer. */
  hold(held: boolean): void {
    this.#held = held;
    if (held) this.#worker?.ref();
    else this.#worker?.unref();
  }

  /** Whether something is kept in the thread. An unused thread ends after a while. */
  use(used: boolean): void {
    if (used || this.#worker === undefined) {
      clearTimeout(this.#idleTimer);
      this.#idleTimer = undefined;
    } else {
      this.#idleTimer ??= setTimeout(() => void this.#end(), this.#options.idleMs).unref();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = undefined;
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    // The sources run as they are, the published package from what was built of them.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const worker = new Worker(new URL(`./screen-thread.${extension}`, import.meta.url), {
      name: 'podbay-screens',
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMegabytes },
    });
    this.#startedAt = performance.now();
    let failure: unknown;
    worker.on('error', error => {
      failure = error;
    });
    worker.on('messageerror', error => {
      failure = error;
      void worker.terminate();
    });
    worker.on('message', (reply: ThreadReply) => {
      if (worker === this.#worker) this.#options.handleReply(reply);
    });
    worker.on('exit', () => this.#handleExit(worker, failure));
    if (!this.#held) worker.unref();
    return worker;
  }

  #handleExit(worker: Worker, failure: unknown): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    this.use(true);
    const now = performance.now();
    if (now - this.#startedAt > longestBackoffMs) this.#crashesInARow = 0;
    const backoffMs = this.#options.restartBackoffMs * 2 ** this.#crashesInARow++;
    this.#availableAt = now + Math.min(backoffMs, longestBackoffMs);
    this.#options.handleCrash(failure);
  }
}
