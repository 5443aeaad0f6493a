import type { Logger } from 'pino';
import type { Audit } from './audit/audit.ts';
import { AuditTrail } from './audit/audit-trail.ts';
import { logSink } from './audit/log-sink.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { Clusters } from './cluster/clusters.ts';
import type { Reaped } from './cluster/launch-observer.ts';
import { gatewayIdentity } from './identity.ts';
import { Journal, type JournalTrouble } from './journal/journal.ts';
import type { JournalEntry } from './journal/journal-entry.ts';
import { Recovery, type RecoveryVerdict } from './journal/recovery.ts';
import { type MeasuredRecordings, type MeasuredSession, Metrics } from './metrics.ts';
import {
  describeReap,
  type RecordOptions,
  type RecordSinks,
  SessionRecord,
  subjectOf,
} from './session-record.ts';

export interface RecordsOptions {
  readonly clusters: Clusters;
  readonly logger: Logger;
  readonly sessions: Iterable<MeasuredSession>;
  readonly recordings?: MeasuredRecordings | undefined;
  /** Default: lines of the log. */
  readonly audit?: Audit | undefined;
  /** Where the journal is kept; without it there is none. */
  readonly stateDir?: string | undefined;
}

const recoveryPatience = { attempts: 3, deadlineMs: 30_000 };
/** So long after a session was opened its exec may still be on its way to the container. */
const maxExecDelayMs = 60_000;

/**
 * What is kept beside the sessions: audit, metrics and journal; and the recovery of what was left in containers.
 *
 * Sessions of the embedded demo cluster are not journalled: its containers end with this process.
 */
export class Records {
  readonly metrics: Metrics;
  readonly #options: RecordsOptions;
  readonly audit: Audit;
  #journal: Journal | undefined;
  #recovery: Recovery | undefined;

  constructor(options: RecordsOptions) {
    this.#options = options;
    this.metrics = new Metrics(options.sessions, options.recordings);
    this.audit = options.audit ?? new AuditTrail({ sinks: [logSink(options.logger)] });
  }

  /** Opens the journal, and begins to end, in the background, what dead gateways left. */
  start(): void {
    const { stateDir: dir } = this.#options;
    if (dir === undefined || this.#journal !== undefined) return;
    const journal = new Journal({ dir, onTrouble: trouble => this.#handleTrouble(trouble, dir) });
    const recovery = new Recovery({
      journal,
      reap: (entry, signal) => this.#recover(entry, signal),
      onLeft: (entry, why) => this.#warn(entry, leftWords[why]),
    });
    this.#journal = journal;
    this.#recovery = recovery;
    // It never rejects.
    void recovery.start();
  }

  /** Begins a session's record. */
  open(options: Omit<RecordOptions, 'server'>, cluster: Cluster): SessionRecord {
    const isKept = !cluster.summary.demo;
    const sinks: RecordSinks = {
      audit: entry => this.audit.record(entry),
      metrics: this.metrics,
      keep: entry => isKept && this.#journal?.put(entry),
      forget: marker => this.#journal?.remove(marker),
      judge: (entry, reaped) => this.#judge(entry, reaped, isKept),
    };
    return new SessionRecord({ ...options, server: cluster.server.href }, sinks);
  }

  /** After the sessions: what they could not end is left to the next gateway. */
  close(): void {
    this.#recovery?.close();
    this.#journal?.close();
  }

  #judge(entry: JournalEntry, reaped: Reaped, isKept: boolean): void {
    this.#note(entry, reaped, 'own');
    if (reaped.result.type !== 'failed') this.#journal?.remove(entry.marker);
    else if (isKept) this.#recovery?.add(entry);
  }

  async #recover(entry: JournalEntry, signal: AbortSignal): Promise<RecoveryVerdict> {
    const cluster = this.#findCluster(entry);
    if (cluster === undefined) return 'unreachable';
    const startedAtMs = performance.now();
    const result = await cluster.reap(entry, { ...recoveryPatience, signal });
    if (signal.aborted) return 'failed';
    this.#note(entry, { result, durationMs: performance.now() - startedAtMs }, 'recovered');
    if (result.type === 'failed') return 'failed';
    const isEarly = entry.pid === 0 && Date.now() - Date.parse(entry.openedAt) < maxExecDelayMs;
    const foundNothing = result.type === 'reaped' && result.report.found.length === 0;
    return isEarly && foundNothing ? 'failed' : 'done';
  }

  #findCluster({ target, server }: JournalEntry): Cluster | undefined {
    const { clusters } = this.#options;
    try {
      // Nobody's token is kept: what was left is ended by the gateway's own rights.
      const cluster = clusters.get(target.context, gatewayIdentity);
      return cluster.server.href === server ? cluster : undefined;
    } catch {
      // There is no such context, or it lacks what it needs.
      return undefined;
    }
  }

  #note(entry: JournalEntry, reaped: Reaped, whose: 'own' | 'recovered'): void {
    const { result, durationMs } = reaped;
    this.metrics.countReap(result);
    const reap = describeReap(reaped, { pid: entry.pid, recovered: whose === 'recovered' });
    const time = new Date().toISOString();
    this.audit.record({
      time,
      event: 'session.reaped',
      ...subjectOf(entry),
      durationMs: Math.round(durationMs),
      reap,
    });
    if (result.type === 'failed')
      this.#warn(entry, `what a session started could not be ended: ${result.message}`);
    else if (result.type === 'reaped' && result.report.left.length > 0) {
      this.#warn(entry, `processes live on that a session started: ${result.report.left.join(', ')}`);
    }
  }

  #warn({ pid, session, user, target }: JournalEntry, words: string): void {
    const { context, namespace, pod, container } = target;
    const fields = { context, namespace, pod, container, pid, session, user };
    this.#options.logger.warn(fields, words);
  }

  #handleTrouble(trouble: JournalTrouble, dir: string): void {
    const { logger } = this.#options;
    if (trouble.type === 'recovered') logger.info({ dir }, 'the journal is kept again');
    else {
      const words =
        'the journal can not be written: what runs now would stay in its containers after a crash';
      logger.warn({ err: trouble.error, dir }, words);
    }
  }
}

const leftWords = {
  unreachable:
    'what an earlier gateway left in a container has to wait: this gateway does not know the cluster',
  'too-old': 'what an earlier gateway left in a container is forgotten: nobody could end it for too long',
} as const;
