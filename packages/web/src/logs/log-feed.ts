import { formatLogQuery, LogFrameReader, type LogQuery, type Refusal } from '@podbay/protocol';
import { LogBuffer } from './log-buffer.ts';
import { LogSources } from './log-sources.ts';
import type { LogSource } from './log-tab.ts';

/** What of the log is wanted. */
export interface LogOptions {
  readonly previous: boolean;
  readonly sinceSeconds: number | undefined;
  /** The last lines of each container. */
  readonly tailLines: number;
}

/** How the connection is. */
export type FeedState =
  | { readonly type: 'connecting' }
  | { readonly type: 'live' }
  /** Tried again by itself. */
  | { readonly type: 'waiting' }
  /** It gave its connection to another log. */
  | { readonly type: 'paused' }
  /** Nothing more will come. */
  | { readonly type: 'complete' }
  | { readonly type: 'refused'; readonly refusal: Refusal };

export interface LogFeedOptions {
  readonly source: LogSource;
  readonly options: LogOptions;
  /** Asks the gateway; rejects with an error that has a `refusal`, where it has an answer. */
  readonly request: (path: string, signal: AbortSignal) => Promise<Response>;
  /** Milliseconds since some moment. */
  readonly now?: () => number;
}

const backoff = { firstMs: 500, maxMs: 15_000 };
/** The gateway says something at least every 20 s. */
const silenceMs = 60_000;
/** A connection that lasted this long and then ended was not broken: the gateway wants to be shown anew who this is. */
const lastingMs = 5000;
/** So long the page works on lines before it does something else. */
const sliceMs = 12;
/** Views are told of new lines no more often than this. */
const tellMs = 60;

/**
 * One log, followed through whatever happens to the connection.
 *
 * ```
 *   connecting ──► live ── broken, or a container may start again ──► waiting ──► connecting, from the last line's time on
 *                    ├── ended after a while ──► live, from the last line's time on
 *                    └── nothing more will come ──► complete
 * ```
 *
 * It reads no faster than the page makes lines of it; the gateway, and the API server behind it, wait.
 */
export class LogFeed {
  readonly buffer: LogBuffer = new LogBuffer();
  readonly sources: LogSources = new LogSources();
  readonly #options: LogFeedOptions;
  readonly #listeners = new Set<() => void>();
  #state: FeedState = { type: 'connecting' };
  #stopping = new AbortController();
  #version = 0;
  #tellTimer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;

  constructor(options: LogFeedOptions) {
    this.#options = options;
    this.#stopping.abort();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Changes with everything that can be seen. */
  readonly version = (): number => this.#version;

  get state(): FeedState {
    return this.#state;
  }

  /** Connects, and goes on from where it was. Does nothing while it runs. */
  start(): void {
    if (!this.#stopping.signal.aborted || this.#state.type === 'complete') return;
    this.#stopping = new AbortController();
    this.#tries = 0;
    void this.#run(this.#stopping.signal);
  }

  /** Lets go of the connection at once. */
  pause(): void {
    this.#stopping.abort();
    if (this.#state.type !== 'complete') this.#setState({ type: 'paused' });
  }

  dispose(): void {
    this.#stopping.abort();
    clearTimeout(this.#tellTimer);
    this.#listeners.clear();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { now = () => performance.now() } = this.#options;
    this.#setState({ type: 'connecting' });
    while (!signal.aborted) {
      const startedAtMs = now();
      const end = await this.#connect(signal);
      if (signal.aborted) return;
      if (typeof end === 'object') return this.#setState({ type: 'refused', refusal: end });
      if (this.#isComplete()) return this.#setState({ type: 'complete' });
      if (end === 'ended' && now() - startedAtMs >= lastingMs) continue;
      this.#setState({ type: 'waiting' });
      await this.#wait(signal);
      if (!signal.aborted) this.#setState({ type: 'connecting' });
    }
  }

  /** One connection, to its end, or to the refusal of the whole. */
  async #connect(stop: AbortSignal): Promise<'ended' | 'broken' | Refusal> {
    const silence = new AbortController();
    let deadline = setTimeout(() => silence.abort(), silenceMs);
    try {
      const response = await this.#options.request(this.#path(), AbortSignal.any([stop, silence.signal]));
      const reader = new LogFrameReader();
      let breakAtMs = performance.now() + sliceMs;
      for await (const bytes of response.body ?? []) {
        clearTimeout(deadline);
        deadline = setTimeout(() => silence.abort(), silenceMs);
        if (stop.aborted) return 'ended';
        this.#take(reader, bytes);
        if (performance.now() < breakAtMs) continue;
        await new Promise(resolve => setTimeout(resolve));
        breakAtMs = performance.now() + sliceMs;
      }
    } catch (error) {
      return refusalOf(error) ?? 'broken';
    } finally {
      clearTimeout(deadline);
      this.buffer.add(this.sources.end());
      this.#tell();
    }
    return 'ended';
  }

  #take(reader: LogFrameReader, bytes: Uint8Array): void {
    for (const frame of reader.push(bytes)) {
      if (frame.type !== 'bytes') {
        this.sources.handleMessage(frame);
        if (this.#state.type !== 'live') this.#setState({ type: 'live' });
        continue;
      }
      const lines = this.sources.read(frame);
      if (lines.length > 0) this.#tries = 0;
      this.buffer.add(lines);
    }
    this.#tell();
  }

  #path(): string {
    const { source, options } = this.#options;
    const { context, namespace, pod, container } = source;
    const names = [context, namespace, pod].map(encodeURIComponent);
    const { pending } = this.sources;
    const from = new Map(
      [...pending].flatMap(([name, time]) => (time === undefined ? [] : [[name, time] as const])),
    );
    const query: LogQuery = {
      containers: pending.size > 0 ? [...pending.keys()] : container === undefined ? [] : [container],
      follow: !options.previous,
      previous: options.previous,
      tailLines: options.tailLines,
      ...(options.sinceSeconds !== undefined && { sinceSeconds: options.sinceSeconds }),
      from,
    };
    return `contexts/${names[0]}/namespaces/${names[1]}/pods/${names[2]}/log?${formatLogQuery(query)}`;
  }

  #isComplete(): boolean {
    return (
      this.sources.containers.length > 0 &&
      (this.#options.options.previous || this.sources.pending.size === 0)
    );
  }

  async #wait(signal: AbortSignal): Promise<void> {
    const waitMs = Math.min(backoff.maxMs, backoff.firstMs * 2 ** this.#tries);
    this.#tries += 1;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, waitMs);
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
  }

  #setState(state: FeedState): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    this.#tellTimer ??= setTimeout(() => {
      this.#tellTimer = undefined;
      this.#version += 1;
      for (const listener of this.#listeners) listener();
    }, tellMs);
  }
}

/** What the gateway has refused for good. */
function refusalOf(error: unknown): Refusal | undefined {
  if (typeof error !== 'object' || error === null || !('refusal' in error) || !('status' in error))
    return undefined;
  const status = Number(error.status);
  return status >= 400 && status < 500 && status !== 429 ? (error.refusal as Refusal) : undefined;
}
