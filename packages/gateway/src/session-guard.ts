import { isDeepStrictEqual } from 'node:util';
import type { Refusal, Restrictions, Target } from '@podbay/protocol';
import type { AccessQuestions } from './access-questions.ts';
import type { User } from './auth/authenticator.ts';
import { Acting } from './cluster/acting.ts';
import type { Admission } from './cluster/admission.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { FoundAccess, LaunchObserver } from './cluster/launch-observer.ts';
import type { PodFacts } from './cluster/preflight.ts';
import { type RightsLoss, RightsWatch } from './rights-watch.ts';
import type { Session } from './session/session.ts';
import type { SessionPolicy, SessionVerdict } from './session-policy.ts';
import type { SessionRecord } from './session-record.ts';
import type { SessionRecording } from './session-recording.ts';

export interface SessionGuardOptions {
  readonly user: User;
  readonly target: Target;
  readonly command: readonly string[];
  /** As the user. */
  readonly cluster: Cluster;
  /** The same context as the gateway itself; may throw. */
  readonly gatewayCluster: () => Cluster;
  readonly policy: SessionPolicy;
  readonly record: SessionRecord;
  readonly recording: SessionRecording;
  readonly questions: AccessQuestions;
  readonly checkMs: number;
}

/**
 * Stands between one session and its user: Kubernetes and the policy say whether they may have it, when it starts, while it
 * lives, and when they come back. Who may not have it any more loses it.
 */
export class SessionGuard {
  readonly acting: Acting;
  readonly #options: SessionGuardOptions;
  readonly #rights: RightsWatch;
  #session: Session | undefined;
  #facts: PodFacts | undefined;
  #decided = '';
  #isLost = false;

  constructor(options: SessionGuardOptions) {
    const { user, target, cluster, gatewayCluster, questions, checkMs } = options;
    this.#options = options;
    this.acting = new Acting(cluster, gatewayCluster);
    this.#rights = new RightsWatch({
      user,
      target,
      acting: this.acting,
      questions,
      checkMs,
      judge: someone => this.#judge(someone),
      onLost: loss => this.#handleLost(loss),
    });
  }

  /** The session has been created. */
  begin(session: Session): void {
    this.#session = session;
    if (this.#isLost) void session.end('permission-gone');
  }

  /** Sees what the launch finds, and passes it on. */
  observe(next: LaunchObserver): LaunchObserver {
    return {
      handleFound: (facts, access) => {
        this.#handleFound(facts, access);
        next.handleFound(facts, access);
      },
      handleTrace: remains => next.handleTrace(remains),
      handleGone: remains => next.handleGone(remains),
      handleReaped: (remains, reaped) => next.handleReaped(remains, reaped),
    };
  }

  /** What the policy says to the launch. */
  admit(facts: PodFacts): Admission {
    const verdict = this.#ask(this.#rights.user, facts);
    if (verdict.type === 'denied') return { type: 'refused', refusal: verdict.refusal };
    const unrecorded = this.#demandRecording(verdict);
    return unrecorded === undefined
      ? { ...verdict, type: 'admitted' }
      : { type: 'refused', refusal: unrecorded };
  }

  /** Somebody whose session it is comes to it. Resolves with why they may not have it. Never rejects. */
  async welcome(user: User, cluster: Cluster): Promise<Refusal | undefined> {
    return await this.#rights.admit(user, cluster);
  }

  /** Who has it must show again who they are, and comes back at once if they can. */
  expectReturn(): void {
    this.#rights.expectReturn(() => this.#session?.summary().viewers === 0);
  }

  /** Its outcome is known: nobody can lose it any more. */
  handleEnded(): void {
    this.#rights.close();
  }

  /** The session holds nothing any more. */
  close(): void {
    this.#rights.close();
    this.acting.close();
  }

  #handleFound(facts: PodFacts, { missingVerbs }: FoundAccess): void {
    this.#facts = facts;
    this.#rights.tolerate(missingVerbs);
  }

  // Before the pod is known there is nothing to judge: the launch will ask.
  #judge(user: User): Refusal | undefined {
    if (this.#facts === undefined) return undefined;
    const verdict = this.#ask(user, this.#facts);
    if (verdict.type === 'denied') return verdict.refusal;
    // Who comes back to it is told by its end.
    if (this.#demandRecording(verdict) !== undefined) void this.#session?.end('recording-failed');
    return undefined;
  }

  #demandRecording({ record = false }: Allowed): Refusal | undefined {
    if (!record || this.#session === undefined) return undefined;
    return this.#options.recording.demand(this.#session);
  }

  #ask(user: User, facts: PodFacts): SessionVerdict {
    const { policy, target, command, record } = this.#options;
    const verdict = policy({ access: 'terminal', user, target, command, facts });
    const decided = JSON.stringify(verdict.decision ?? '');
    if (verdict.decision !== undefined && decided !== this.#decided) record.handleDecision(verdict.decision);
    this.#decided = decided;
    if (verdict.type === 'allowed') this.#apply(verdict);
    return verdict;
  }

  #apply({ restrictions, maxLifetimeMs }: Allowed): void {
    const session = this.#session;
    if (session === undefined) return;
    const wanted = restrictions ?? unrestricted;
    if (!isDeepStrictEqual(wanted, session.restrictions ?? unrestricted)) session.restrict(wanted);
    if (maxLifetimeMs !== undefined) session.limitLifetime(maxLifetimeMs);
  }

  #handleLost(loss: RightsLoss): void {
    this.#isLost = true;
    this.#options.record.handleLost(loss);
    void this.#session?.end('permission-gone');
  }
}

type Allowed = SessionVerdict & { readonly type: 'allowed' };

const unrestricted: Restrictions = { readOnly: false, noPaste: false, noUpload: false };
