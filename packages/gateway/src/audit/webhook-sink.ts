import { setTimeout as sleep } from 'node:timers/promises';
import { type AuditEvent, auditApiVersion } from './audit-event.ts';
import { type AuditSink, formatLine } from './audit-sink.ts';
import { DiskQueue } from './disk-queue.ts';
import { claimQueueDir, releaseQueueDir, touchQueueDir } from './queue-dir.ts';
import { postJson, type WebhookTarget } from './webhook-post.ts';

export interface WebhookSinkOptions extends Omit<WebhookTarget, 'timeoutMs'> {
  /** Where what is not delivered is kept. Several gateways may share it. */
  readonly queueDir: string;
  /** What may be kept. */
  readonly maxBytes: number;
  readonly timing?: Partial<WebhookTiming>;
  /** Told when events can't be delivered, and again once they can. Must not throw. */
  readonly onDelivery?: (
    state: { readonly type: 'failing'; readonly error: unknown } | { readonly type: 'working' },
  ) => void;
}

export interface WebhookTiming {
  /** How long an event waits for others to go with it. */
  readonly batchMs: number;
  readonly timeoutMs: number;
  /** Between tries: a random part of a limit that doubles from the first to the last of these. */
  readonly retryMs: number;
  readonly maxRetryMs: number;
  /** How long a close may take to deliver what is left; the rest stays on disk. */
  readonly closeMs: number;
}

const defaultTiming: WebhookTiming = {
  batchMs: 500,
  timeoutMs: 10_000,
  retryMs: 1000,
  maxRetryMs: 60_000,
  closeMs: 3000,
};
const maxBatch = 200;
const touchMs = 20_000;

/**
 * Events for a webhook, which gets them as `EventList`s, each event at least once and in order.
 *
 *   write ──► queue on disk ──batch──► POST ──2xx──► removed
 *                  ▲                     └── anything else: later, the same batch
 *                  └── what a dead gateway has left in its own queue
 */
export class WebhookSink implements AuditSink {
  readonly name: string;
  readonly #options: WebhookSinkOptions;
  readonly #timing: WebhookTiming;
  readonly #dir: string;
  readonly #queue: DiskQueue;
  readonly #closing = new AbortController();
  readonly #giveUp = new AbortController();
  readonly #heartbeat: NodeJS.Timeout;
  #delivery: Promise<void> | undefined;
  #failing = false;

  /** Throws what the file system throws where the queue can't be kept. */
  constructor(options: WebhookSinkOptions) {
    this.#options = options;
    this.#timing = { ...defaultTiming, ...options.timing };
    this.name = options.url.origin;
    this.#dir = claimQueueDir(options.queueDir);
    this.#queue = new DiskQueue({ dir: this.#dir, maxBytes: options.maxBytes });
    this.#heartbeat = setInterval(() => this.#touch(), touchMs).unref();
    this.#wake();
  }

  write(event: AuditEvent): void {
    this.#queue.push(formatLine(event));
    this.#wake();
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    clearInterval(this.#heartbeat);
    const timer = setTimeout(() => this.#giveUp.abort(), this.#timing.closeMs);
    await this.#delivery;
    clearTimeout(timer);
    this.#queue.close();
    if (this.#queue.isEmpty) releaseQueueDir(this.#dir);
  }

  #wake(): void {
    if (this.#delivery !== undefined || this.#queue.isEmpty) return;
    this.#delivery = this.#deliverAll().finally(() => {
      this.#delivery = undefined;
      // Something may have come while the last look was under way.
      if (!this.#closing.signal.aborted) this.#wake();
    });
  }

  /** Ends when the queue is empty, or when the close has waited long enough. Never rejects. */
  async #deliverAll(): Promise<void> {
    let tries = 0;
    await this.#wait(this.#timing.batchMs);
    while (!this.#queue.isEmpty && !this.#giveUp.signal.aborted) {
      const delivered = await this.#deliver();
      // A close tries once more, and no longer.
      if (!delivered && this.#closing.signal.aborted) return;
      tries = delivered ? 0 : tries + 1;
      if (!delivered) await this.#wait(this.#retryMs(tries));
    }
  }

  async #deliver(): Promise<boolean> {
    try {
      const lines = this.#queue.peek(maxBatch);
      if (lines.length === 0) return true;
      const target = { ...this.#options, timeoutMs: this.#timing.timeoutMs };
      await postJson(target, formatList(lines), this.#giveUp.signal);
      this.#queue.remove(lines.length);
      this.#tell(undefined);
      return true;
    } catch (error) {
      this.#tell(error);
      return false;
    }
  }

  #retryMs(tries: number): number {
    const { retryMs, maxRetryMs } = this.#timing;
    return Math.random() * Math.min(maxRetryMs, retryMs * 2 ** Math.min(tries, 20));
  }

  /** Not longer than until the close. */
  async #wait(waitMs: number): Promise<void> {
    const options = { signal: this.#closing.signal, ref: false };
    await sleep(waitMs, undefined, options).catch(() => {});
  }

  #tell(error: unknown): void {
    const failing = error !== undefined;
    if (failing === this.#failing || this.#giveUp.signal.aborted) return;
    this.#failing = failing;
    this.#options.onDelivery?.(failing ? { type: 'failing', error } : { type: 'working' });
  }

  #touch(): void {
    try {
      touchQueueDir(this.#dir);
    } catch {
      // Who takes the directory away is told so by the next write.
    }
  }
}

function formatList(lines: readonly string[]): string {
  return `{"kind":"EventList","apiVersion":"${auditApiVersion}","items":[${lines.join(',')}]}\n`;
}
