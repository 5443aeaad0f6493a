import type { Outcome, Target } from '@podbay/protocol';
import type { AuditedUser } from './audit/access-event.ts';
import type {
  AuditEntry,
  AuditEntryName,
  AuditedDecision,
  AuditedReap,
  AuditedRecording,
  AuditSubject,
  RecordEntry,
} from './audit/audit-entry.ts';
import type { LaunchObserver, Reaped } from './cluster/launch-observer.ts';
import type { PodFacts } from './cluster/preflight.ts';
import type { Remains } from './cluster/reaper.ts';
import { httpStatus } from './errors.ts';
import type { JournalEntry } from './journal/journal-entry.ts';
import type { MeasuredSession, Metrics } from './metrics.ts';
import type { RightsLoss } from './rights-watch.ts';
import type { Launch } from './session/process.ts';
import type { SessionEvent } from './session/session-event.ts';

/** Where a session's record goes. */
export interface RecordSinks {
  readonly audit: RecordEntry;
  readonly metrics: Metrics;
  /** May run from now on. */
  readonly keep: (entry: JournalEntry) => void;
  /** Does not run any more. */
  readonly forget: (marker: string) => void;
  /** Was to be ended, and that was done, or has failed. */
  readonly judge: (entry: JournalEntry, reaped: Reaped) => void;
}

export interface RecordOptions {
  readonly id: string;
  readonly user: AuditedUser;
  /** Where the session was asked for from. */
  readonly address: string;
  readonly command: readonly string[];
  readonly target: Target;
  /** The API server's address. */
  readonly server: string;
}

type RecordingEvent = AuditedRecording & { readonly type: 'started' | 'ended' | 'failed' };

const unknownPod = { uid: '', image: '', node: '' };

/**
 * Takes down what happens to one session: for the audit, the metrics and the journal.
 *
 * The pod is known a little later than the session is created: what happens before that is told then, or at the end.
 */
export class SessionRecord implements LaunchObserver {
  readonly #options: RecordOptions;
  readonly #sinks: RecordSinks;
  readonly #openedAt = new Date();
  #session: MeasuredSession | undefined;
  #facts: PodFacts | undefined;
  #loss: RightsLoss | undefined;
  #untold: ((subject: AuditSubject) => void)[] | undefined = [];

  constructor(options: RecordOptions, sinks: RecordSinks) {
    this.#options = options;
    this.#sinks = sinks;
  }

  /** The session has been created. */
  begin(session: MeasuredSession): void {
    this.#session = session;
    this.#sinks.metrics.countOpened();
    this.#tell('session.created');
  }

  /** The same launch, its duration measured. */
  measure(launch: Launch): Launch {
    return async options => {
      const startedAtMs = performance.now();
      const result = await launch(options);
      this.#sinks.metrics.observeLaunch(result.type, performance.now() - startedAtMs);
      return result;
    };
  }

  handleEvent(event: SessionEvent): void {
    switch (event.type) {
      case 'attached':
      case 'resumed':
      case 'detached':
        this.#tell(`session.${event.type}`, {
          viewers: event.viewers,
          address: event.from ?? this.#options.address,
        });
        return;
      case 'restricted':
        this.#tell('session.role-changed', { role: event.role });
        return;
      case 'cut':
        this.#sinks.metrics.countCut();
        return;
      case 'ended':
        this.#handleEnded(event.outcome);
        return;
      default:
        event satisfies never;
    }
  }

  handleFound(facts: PodFacts): void {
    this.#facts = facts;
    this.#release();
  }

  /** The policy has said something. */
  handleDecision(policy: AuditedDecision): void {
    this.#tell('policy.decided', { policy });
  }

  /** Its user may not have it any more, and it will end for that. */
  handleLost(loss: RightsLoss): void {
    this.#loss = loss;
  }

  /** Its recording has begun, is over, or could not begin or go on. */
  handleRecording({ type, ...recording }: RecordingEvent): void {
    if (type === 'failed') this.#sinks.metrics.countRecordingFailure();
    this.#tell(`recording.${type}`, { recording });
  }

  handleTrace(remains: Remains): void {
    this.#sinks.keep(this.#entryOf(remains));
  }

  handleGone({ marker }: Remains): void {
    this.#sinks.forget(marker);
  }

  handleReaped(remains: Remains, reaped: Reaped): void {
    this.#sinks.judge(this.#entryOf(remains), reaped);
  }

  #handleEnded(outcome: Outcome): void {
    if (this.#session !== undefined) this.#sinks.metrics.countEnded(this.#session, outcome);
    this.#tell('session.ended', {
      ...describeOutcome(outcome),
      ...(this.#loss !== undefined && describeLoss(this.#loss)),
      durationMs: Date.now() - this.#openedAt.getTime(),
      outputBytes: this.#session?.summary().offset ?? 0,
      inputBytes: this.#session?.inputBytes ?? 0,
    });
    this.#release();
  }

  #tell(event: AuditEntryName, fields: Partial<AuditEntry> = {}): void {
    const time = new Date().toISOString();
    const tell = (subject: AuditSubject) => this.#sinks.audit({ time, event, ...subject, ...fields });
    if (this.#untold === undefined) tell(this.#subject());
    else this.#untold.push(tell);
  }

  #release(): void {
    const untold = this.#untold ?? [];
    this.#untold = undefined;
    for (const tell of untold) tell(this.#subject());
  }

  #subject(): AuditSubject {
    const { user, address, command } = this.#options;
    return { ...subjectOf(this.#entryOf()), groups: user.groups, address, command };
  }

  #entryOf({ marker, pid }: Pick<Remains, 'marker' | 'pid'> = { marker: '', pid: 0 }): JournalEntry {
    const { id, user, target, server } = this.#options;
    const { uid, image, node } = this.#facts ?? unknownPod;
    const openedAt = this.#openedAt.toISOString();
    return { marker, pid, session: id, user: user.name, target, server, uid, image, node, openedAt };
  }
}

/** Whom and what an entry is about. */
export function subjectOf({ user, session, target, uid, image, node }: JournalEntry): AuditSubject {
  const { context, namespace, pod, container } = target;
  return { user, session, context, namespace, pod, uid, container, image, node };
}

/** Why its user may not have a session any more, as an HTTP server would say it. */
function describeLoss({ why, refusal }: RightsLoss): Pick<AuditEntry, 'status'> {
  return { status: { code: httpStatus[refusal.code], reason: why, message: refusal.message } };
}

/** A reaping in the audit's words. */
export function describeReap(
  { result }: Reaped,
  about: { readonly pid: number; readonly recovered: boolean },
): AuditedReap {
  const rest = { ...about, ...(result.asGateway && { asGateway: true }) };
  switch (result.type) {
    case 'reaped':
      return { result: 'reaped', ...rest, ...result.report };
    case 'gone':
      return { result: 'gone', ...rest };
    case 'failed':
      return { result: 'failed', ...rest, message: result.message };
    default:
      return result satisfies never;
  }
}

function describeOutcome(outcome: Outcome): Pick<AuditEntry, 'outcome' | 'exitCode' | 'cause'> {
  switch (outcome.type) {
    case 'exited':
      return { outcome: 'exited', exitCode: outcome.code };
    case 'failed':
      return { outcome: 'failed', cause: outcome.refusal.code };
    case 'lost':
      return { outcome: 'lost', cause: outcome.message };
    case 'ended':
      return { outcome: 'ended', cause: outcome.reason };
    default:
      return outcome satisfies never;
  }
}
