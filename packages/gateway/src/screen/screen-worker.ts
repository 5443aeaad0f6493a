import type { TerminalSize } from '@podbay/protocol';
import type { Screen, SnapshotResult } from '../session/screen.ts';
import { RemoteScreen, type ScreenLine, type UnavailableReason } from './remote-screen.ts';
import { ScreenThreadHost } from './screen-thread-host.ts';
import type { ThreadReply } from './thread-messages.ts';

export interface ScreenWorkerOptions {
  /** How long a snapshot may take. */
  readonly snapshotTimeoutMs?: number;
  /** How long the thread is kept that nobody uses. */
  readonly idleMs?: number;
  /** How long no thread is started after one has crashed; doubles with each crash in a row. */
  readonly restartBackoffMs?: number;
  /** How much output of one screen may wait for the thread; what is beyond is left out, and the screen not exact. */
  readonly maxUntakenBytes?: number;
  /** Called when the thread has crashed. */
  readonly onError?: (error: unknown) => void;
}

const defaults = {
  snapshotTimeoutMs: 5000,
  idleMs: 30_000,
  restartBackoffMs: 1000,
  maxUntakenBytes: 8 * 1024 * 1024,
  onError: () => {},
} as const satisfies Required<ScreenWorkerOptions>;

/** What it holds, for diagnosis. */
export interface ScreenFigures {
  readonly isRunning: boolean;
  readonly screens: number;
  /** Screens that the thread holds something for. */
  readonly openScreens: number;
  readonly queuedBytes: number;
  readonly jobs: number;
  readonly crashes: number;
}

interface PendingJob {
  readonly screen: number;
  readonly settle: (result: SnapshotResult) => void;
}

/** The screens of all sessions, followed in one thread beside the one that relays. */
export class ScreenWorker {
  readonly #options: Required<ScreenWorkerOptions>;
  readonly #host: ScreenThreadHost;
  readonly #screens = new Map<number, RemoteScreen>();
  /** Those that the thread holds something for. */
  readonly #open = new Set<number>();
  readonly #jobs = new Map<number, PendingJob>();
  #lastId = 0;
  #crashes = 0;
  #closed = false;

  constructor(options: ScreenWorkerOptions = {}) {
    this.#options = { ...defaults, ...options };
    const { idleMs, restartBackoffMs } = this.#options;
    this.#host = new ScreenThreadHost({
      idleMs,
      restartBackoffMs,
      handleReply: reply => this.#handleReply(reply),
      handleCrash: error => this.#handleCrash(error),
    });
  }

  get figures(): ScreenFigures {
    const screens = [...this.#screens.values()];
    return {
      isRunning: this.#host.isRunning,
      screens: screens.length,
      openScreens: this.#open.size,
      queuedBytes: screens.reduce((bytes, screen) => bytes + screen.queuedBytes, 0),
      jobs: this.#jobs.size,
      crashes: this.#crashes,
    };
  }

  /** A screen for a session that begins with this size. It costs nothing until it is fed or asked. */
  open(size: TerminalSize): Screen {
    const id = ++this.#lastId;
    const screen = new RemoteScreen(this.#line(id), size, this.#options.maxUntakenBytes);
    this.#screens.set(id, screen);
    if (this.#closed) screen.close();
    return screen;
  }

  /** Closes all screens and ends the thread. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const screen of this.#screens.values()) screen.close();
    await this.#host.close();
  }

  #line(id: number): ScreenLine {
    const host = this.#host;
    return {
      get isAvailable() {
        return host.isAvailable;
      },
      post: (request, transfer) => {
        host.post({ ...request, screen: id }, transfer);
        if (request.type === 'open') this.#use(id, true);
        if (request.type === 'close') this.#use(id, false);
      },
      paint: (request, signal) => this.#paint(id, request, signal),
      release: () => this.#release(id),
    };
  }

  #paint(screen: number, request: Parameters<ScreenLine['paint']>[0], signal?: AbortSignal) {
    const { promise, resolve } = Promise.withResolvers<SnapshotResult>();
    const job = ++this.#lastId;
    const giveUp = (reason: UnavailableReason) => {
      if (this.#host.isRunning) this.#host.post({ type: 'cancel', screen, job });
      settle({ type: 'unavailable', reason });
    };
    const timer = setTimeout(giveUp, this.#options.snapshotTimeoutMs, 'timeout');
    const handleAbort = () => giveUp('aborted');
    const settle = (result: SnapshotResult) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', handleAbort);
      if (!this.#jobs.delete(job)) return;
      this.#host.hold(this.#jobs.size > 0);
      resolve(result);
    };
    this.#jobs.set(job, { screen, settle });
    this.#host.post({ ...request, screen, job });
    this.#host.hold(true);
    if (signal?.aborted) handleAbort();
    else signal?.addEventListener('abort', handleAbort, { once: true });
    return promise;
  }

  #release(id: number): void {
    this.#screens.delete(id);
    for (const job of this.#jobs.values()) {
      if (job.screen === id) job.settle({ type: 'unavailable', reason: 'closed' });
    }
  }

  #use(id: number, used: boolean): void {
    if (used) this.#open.add(id);
    else this.#open.delete(id);
    this.#host.use(this.#open.size > 0);
  }

  #handleReply(reply: ThreadReply): void {
    switch (reply.type) {
      case 'taken':
        this.#screens.get(reply.screen)?.handleTaken(reply.bytes);
        return;
      case 'painted': {
        const { job, offset, exact, bytes } = reply;
        this.#jobs.get(job)?.settle({ type: 'snapshot', offset, exact, bytes });
        return;
      }
      default:
        reply satisfies never;
    }
  }

  #handleCrash(error: unknown): void {
    this.#crashes++;
    this.#open.clear();
    for (const screen of this.#screens.values()) screen.handleCrash();
    for (const job of this.#jobs.values()) job.settle({ type: 'unavailable', reason: 'crashed' });
    this.#options.onError(error);
  }
}
