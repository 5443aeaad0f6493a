import type { IncomingMessage } from 'node:http';
import {
  type ContainerState,
  encodeLogBytes,
  encodeLogMessage,
  type LogMessage,
  type LogQuery,
  maxLogSources,
  type Refusal,
  type Target,
} from '@podbay/protocol';
import { RefusalError, toRefusal } from '../errors.ts';
import { type ApiClient, apiPath } from './api-client.ts';
import { openContainerLog } from './container-log.ts';
import type { Pod } from './kubernetes-types.ts';
import { type LogGuard, LogRights } from './log-rights.ts';
import { findContainer } from './pod-container.ts';
import { summarizeState } from './pod-summary.ts';

export interface LogStreamOptions {
  readonly pod: Omit<Target, 'container'>;
  readonly query: LogQuery;
  /** Default: Kubernetes alone decides, when the log is opened. */
  readonly guard?: LogGuard | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Called once, when nothing of it is left. */
  readonly onClose: () => void;
  readonly timing?: Partial<LogStreamTiming>;
}

export interface LogStreamTiming {
  /** So often something is sent where there is nothing to say: proxies cut what is silent. */
  readonly aliveMs: number;
  /** A stream is ended after this, and asked for anew: only then does Kubernetes look at the user's rights again. */
  readonly renewMs: number;
}

const defaults: LogStreamTiming = { aliveMs: 20_000, renewMs: 10 * 60_000 };

/**
 * The logs of a pod's containers as one stream of frames.
 *
 * ```
 *   API server ──► one response a container ──► read when the browser takes more ──► frames ──► browser
 * ```
 *
 * Nothing is kept in between: a browser that reads slowly leaves the responses unread, and then the API server's sockets. When
 * the browser goes, or the login ends, every response is aborted at once.
 */
export function streamLogs(client: ApiClient, options: LogStreamOptions): ReadableStream<Uint8Array> {
  // Without a queue of its own: a frame is made when it is wanted.
  return new ReadableStream(new LogStream(client, options), { highWaterMark: 0 });
}

class LogStream implements UnderlyingDefaultSource<Uint8Array> {
  readonly #client: ApiClient;
  readonly #options: LogStreamOptions;
  readonly #ending = new AbortController();
  readonly #signal: AbortSignal;
  readonly #rights: LogRights | undefined;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #messages: LogMessage[] = [];
  /** By the index that the browser knows them by. */
  readonly #responses = new Map<number, IncomingMessage>();
  #containers: readonly string[] = [];
  #pod: Promise<Pod> | undefined;
  #turn = 0;
  #wake = Promise.withResolvers<void>();
  #isDone = false;
  #isClosed = false;

  constructor(client: ApiClient, options: LogStreamOptions) {
    this.#client = client;
    this.#options = options;
    this.#signal = AbortSignal.any([options.signal, this.#ending.signal]);
    this.#rights = options.guard && this.#createRights(options.guard);
  }

  start(): void {
    const { aliveMs, renewMs } = { ...defaults, ...this.#options.timing };
    this.#timers.push(
      setInterval(() => this.#tellAlive(), aliveMs).unref(),
      setTimeout(() => this.#ending.abort(), renewMs).unref(),
    );
    this.#signal.addEventListener('abort', () => this.#wake.resolve(), { once: true });
    void this.#run();
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    for (;;) {
      if (this.#signal.aborted) break;
      const frame = this.#nextFrame();
      if (frame !== undefined) return controller.enqueue(frame);
      if (this.#isDone) break;
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
    }
    controller.close();
    this.#close();
  }

  cancel(): void {
    this.#close();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#rights?.close();
    this.#ending.abort();
    this.#options.onClose();
  }

  #nextFrame(): Uint8Array | undefined {
    const message = this.#messages.shift();
    if (message !== undefined) return encodeLogMessage(message);
    // In turn, so that a container that floods does not hide the others.
    const sources = [...this.#responses.keys()];
    for (let i = 0; i < sources.length; i++) {
      const source = sources[(this.#turn + i) % sources.length] ?? 0;
      const bytes: Buffer | null | undefined = this.#responses.get(source)?.read();
      if (!bytes) continue;
      this.#turn += i + 1;
      return encodeLogBytes(source, bytes);
    }
    return undefined;
  }

  async #run(): Promise<void> {
    const containers = await this.#findContainers();
    this.#containers = containers;
    this.#tell({ type: 'sources', containers });
    await Promise.all(containers.map((container, source) => this.#follow(container, source)));
    this.#isDone = true;
    this.#wake.resolve();
  }

  async #findContainers(): Promise<readonly string[]> {
    const { containers } = this.#options.query;
    if (containers.length > 0) return containers;
    try {
      const { spec } = await this.#findPod();
      const { initContainers = [], containers: main = [], ephemeralContainers = [] } = spec ?? {};
      return [...initContainers, ...main, ...ephemeralContainers]
        .flatMap(({ name }) => name ?? [])
        .slice(0, maxLogSources);
    } catch (error) {
      this.#tell({ type: 'refused', container: '', refusal: toRefusal(error) });
      return [];
    }
  }

  /** Resolves when the container's log has been read to its end, or there is none. Never rejects. */
  async #follow(container: string, source: number): Promise<void> {
    const target = { ...this.#options.pod, container };
    try {
      await this.#rights?.admit(container);
      const response = await openContainerLog(this.#client, {
        target,
        query: this.#options.query,
        signal: this.#signal,
      });
      this.#responses.set(source, response);
      await this.#untilEnd(response);
      this.#tell({ type: 'ended', container, state: await this.#findState(container) });
    } catch (error) {
      if (this.#signal.aborted) return;
      const isOpen = this.#responses.has(source) && !(error instanceof RefusalError);
      if (isOpen) this.#tell({ type: 'lost', container, message: messageOf(error) });
      else this.#tell({ type: 'refused', container, refusal: toRefusal(error) });
    } finally {
      this.#rights?.leave(container);
      this.#responses.delete(source);
    }
  }

  async #untilEnd(response: IncomingMessage): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    response.on('error', reject);
    response.on('readable', () => this.#wake.resolve());
    response.on('end', resolve);
    response.on('close', () => reject(new Error('The connection to the cluster was closed.')));
    await promise;
  }

  #createRights(guard: LogGuard): LogRights {
    const { namespace, pod } = this.#options.pod;
    return new LogRights(this.#client, {
      namespace,
      pod,
      guard,
      readPod: () => this.#findPod(),
      onLost: (container, refusal) => this.#handleLost(container, refusal),
      signal: this.#signal,
    });
  }

  #handleLost(container: string, refusal: Refusal): void {
    const source = this.#containers.indexOf(container);
    this.#responses.get(source)?.destroy(new RefusalError(refusal));
  }

  /** As it was when it was first asked for. */
  #findPod(): Promise<Pod> {
    this.#pod ??= this.#getPod();
    return this.#pod;
  }

  async #findState(container: string): Promise<ContainerState | null> {
    if (!this.#options.query.follow) return null;
    const pod = await this.#getPod().catch(() => undefined);
    const status = pod && findContainer(pod, container)?.status;
    return status === undefined ? null : summarizeState(status);
  }

  async #getPod(): Promise<Pod> {
    const { namespace, pod } = this.#options.pod;
    const path = apiPath('api', 'v1', 'namespaces', namespace, 'pods', pod);
    return await this.#client.get<Pod>(path, { signal: this.#signal });
  }

  #tellAlive(): void {
    if (this.#messages.length === 0) this.#tell({ type: 'alive' });
  }

  #tell(message: LogMessage): void {
    this.#messages.push(message);
    this.#wake.resolve();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
