import type { Refusal, Target } from '@podbay/protocol';
import { sharedInterval } from '@podbay/remotecommand';
import type { AccessQuestions } from './access-questions.ts';
import type { LoginEnd, User } from './auth/authenticator.ts';
import { abortable } from './cluster/abortable.ts';
import type { AccessAnswer } from './cluster/access-review.ts';
import type { Acting } from './cluster/acting.ts';
import type { Cluster } from './cluster/cluster.ts';
import { deadline } from './cluster/deadline.ts';

/** Why somebody may not have a session any more. */
export interface RightsLoss {
  /** Kubernetes denies it, or knows the user no longer; the login is over; the policy says something else now. */
  readonly why: 'denied' | 'unauthenticated' | 'login-ended' | 'policy';
  readonly refusal: Refusal;
}

export interface RightsWatchOptions {
  readonly target: Target;
  /** Who opened it; `acting` acts as them. */
  readonly user: User;
  readonly acting: Acting;
  readonly questions: AccessQuestions;
  /** How often Kubernetes is asked, in ms; 0: only when somebody comes back. */
  readonly checkMs: number;
  /** What the policy has against it now. */
  readonly judge: (user: User) => Refusal | undefined;
  /** Called once at most. */
  readonly onLost: (loss: RightsLoss) => void;
}

interface Login {
  readonly user: User;
  readonly cluster: Cluster;
  readonly leave: () => void;
}

/** Who can show again who they are does so at once: a share of the time between checks. */
const returnShare = 0.25;

/** Who comes back waits so long at most for Kubernetes to say that they may. */
const admitMs = 5_000;

/**
 * Whether its user may still have a session: Kubernetes decides only while a connection is opened, and lets it live for ever.
 *
 *              allowed                                    denied; no user a second time; the policy's no
 *        ┌─────────────────┐                          ┌──────────────────────────────────────────────────┐
 *        ▼   about checkMs │                          │                                                  ▼
 *     trusted ─────────► asking ── unclear, or no user for the first time: soon again ──► asking       lost, told once
 *        │                                                                                               ▲
 *        └─ the last login is over: at once; one that has expired: unless a newer one comes in time ─────┘
 *
 * What is unclear, because the API server is away or does not know itself, leaves the session alone. Each login of the user
 * that has come to the session counts until it is over; the newest is the one that acts.
 *
 * Everything may happen while an answer is on its way: a login ends, a newer one comes, the session closes. So an answer
 * counts only for the cluster that acts when it arrives.
 */
export class RightsWatch {
  readonly #options: RightsWatchOptions;
  readonly #logins = new Map<AbortSignal, Login>();
  /** The verbs that were allowed when it started: servers before Kubernetes 1.35 ask for `get` alone. */
  #required: ReadonlySet<string> = new Set(['get', 'create']);
  #user: User;
  #stopRegular: (() => void) | undefined;
  /** Until it is asked again in doubt. */
  #timer: NodeJS.Timeout | undefined;
  #expiry: NodeJS.Timeout | undefined;
  #unclear = 0;
  #unknown = 0;
  #over = false;

  constructor(options: RightsWatchOptions) {
    this.#options = options;
    this.#user = options.user;
    this.#join(options.user, options.acting.cluster);
  }

  /** Who acts now. */
  get user(): User {
    return this.#user;
  }

  /** It starts although these verbs are missing. */
  tolerate(missingVerbs: readonly string[]): void {
    this.#required = new Set([...this.#required].filter(verb => !missingVerbs.includes(verb)));
  }

  /**
   * Somebody comes to the session, acting as `cluster`. Resolves with why they may not have it, or goes on as them.
   * Never rejects.
   */
  async admit(user: User, cluster: Cluster): Promise<Refusal | undefined> {
    const verdict = await this.#askInTime(cluster);
    if (user.ended.aborted) return loginEnded(user.ended.reason);
    if (verdict.type === 'no') {
      if (cluster === this.#options.acting.cluster) this.#handleVerdict(verdict);
      return verdict.refusal;
    }
    const refusal = this.#options.judge(user);
    if (refusal === undefined && !this.#over) this.#join(user, cluster);
    return refusal;
  }

  /**
   * Who has it must show again who they are, by coming back. Unless they do so soon, their login is over. `isAway`: nobody is
   * there; they may have come back before the end of their last connection was noticed.
   */
  expectReturn(isAway: () => boolean): void {
    const { checkMs } = this.#options;
    if (checkMs === 0 || this.#over) return;
    const decide = () => isAway() && this.#loseLogin('expired');
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(decide, returnShare * checkMs).unref();
  }

  close(): void {
    this.#over = true;
    this.#stopChecks();
    clearTimeout(this.#expiry);
    for (const { leave } of this.#logins.values()) leave();
    this.#logins.clear();
  }

  #join(user: User, cluster: Cluster): void {
    const { ended } = user;
    const handleEnd = () => this.#handleLoginEnd(ended);
    ended.addEventListener('abort', handleEnd, { once: true });
    // It may act again when a newer one is over.
    const release = cluster.hold();
    const leave = () => {
      ended.removeEventListener('abort', handleEnd);
      release();
    };
    this.#logins.get(ended)?.leave();
    // Moved to the end: the newest is the last.
    this.#logins.delete(ended);
    this.#logins.set(ended, { user, cluster, leave });
    this.#actAs(user, cluster);
    if (ended.aborted) handleEnd();
  }

  #actAs(user: User, cluster: Cluster): void {
    clearTimeout(this.#expiry);
    this.#user = user;
    this.#options.acting.use(cluster);
    this.#unclear = 0;
    this.#unknown = 0;
    this.#startChecks();
  }

  #handleLoginEnd(ended: AbortSignal): void {
    this.#logins.get(ended)?.leave();
    this.#logins.delete(ended);
    const last = [...this.#logins.values()].at(-1);
    if (last !== undefined) this.#actAs(last.user, last.cluster);
    else if (ended.reason === ('expired' satisfies LoginEnd)) this.#waitForLogin(ended.reason);
    else this.#loseLogin(ended.reason);
  }

  #waitForLogin(reason: LoginEnd): void {
    this.#stopChecks();
    clearTimeout(this.#expiry);
    this.#expiry = setTimeout(() => this.#loseLogin(reason), 0.9 * this.#options.checkMs).unref();
  }

  #loseLogin(reason: unknown): void {
    this.#lose({ why: 'login-ended', refusal: loginEnded(reason) });
  }

  // Sessions share the timer, which spreads them; and it is early enough for an answer within checkMs.
  #startChecks(): void {
    const { checkMs } = this.#options;
    if (checkMs === 0 || this.#over) return;
    this.#stopWaiting();
    this.#stopRegular ??= sharedInterval(0.7 * checkMs).add(() => {
      if (this.#timer === undefined) void this.#check();
    });
  }

  #stopChecks(): void {
    this.#stopWaiting();
    this.#stopRegular?.();
    this.#stopRegular = undefined;
  }

  #waitShortly(): void {
    const { checkMs } = this.#options;
    if (checkMs === 0 || this.#over) return;
    this.#stopWaiting();
    const waitMs = Math.min(checkMs, (checkMs / 12) * 2 ** this.#unclear);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#check();
    }, waitMs).unref();
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #check(): Promise<void> {
    const { acting, judge, checkMs } = this.#options;
    const refusal = judge(this.#user);
    if (refusal !== undefined) return this.#lose({ why: 'policy', refusal });
    const { cluster } = acting;
    // In doubt the answer that brought the doubt is no use: the wait was twice as long.
    const inDoubt = this.#unclear + this.#unknown > 0;
    const verdict = await this.#ask(cluster, inDoubt ? checkMs / 24 : checkMs / 4);
    if (cluster === acting.cluster) this.#handleVerdict(verdict);
  }

  async #ask(cluster: Cluster, maxAgeMs: number): Promise<Verdict> {
    const { questions, target } = this.#options;
    return this.#read(await questions.ask(cluster, target, maxAgeMs), cluster);
  }

  /** An API server that is slow, or away, keeps nobody from their session. */
  async #askInTime(cluster: Cluster): Promise<Verdict> {
    using over = deadline(admitMs);
    return await abortable(this.#ask(cluster, 0), over.signal).catch((): Verdict => ({ type: 'unclear' }));
  }

  #read(answer: AccessAnswer, { identity }: Cluster): Verdict {
    switch (answer.type) {
      case 'allowed':
        return { type: 'yes' };
      case 'unclear':
        return { type: 'unclear' };
      case 'denied': {
        const isOld =
          answer.missingVerbs.length > 0 && !answer.missingVerbs.some(verb => this.#required.has(verb));
        return isOld ? { type: 'yes' } : { type: 'no', why: 'denied', refusal: answer.refusal };
      }
      case 'unauthenticated':
        // Then it is the gateway that the API server does not know, and not the user.
        if (identity.type === 'impersonated') return { type: 'unclear' };
        return { type: 'no', why: 'unauthenticated', refusal: answer.refusal };
      default:
        return answer satisfies never;
    }
  }

  #handleVerdict(verdict: Verdict): void {
    if (this.#over) return;
    this.#unclear = verdict.type === 'unclear' ? this.#unclear + 1 : 0;
    // An API server that has just started may not know its users yet: it is asked a second time.
    if (verdict.type !== 'unclear') this.#unknown = isUnknown(verdict) ? this.#unknown + 1 : 0;
    if (verdict.type === 'no' && this.#unknown !== 1) this.#lose(verdict);
    else if (verdict.type !== 'yes') this.#waitShortly();
  }

  #lose({ why, refusal }: RightsLoss): void {
    if (this.#over) return;
    this.close();
    this.#options.onLost({ why, refusal });
  }
}

type Verdict = { readonly type: 'yes' | 'unclear' } | ({ readonly type: 'no' } & RightsLoss);

function isUnknown(verdict: Verdict): boolean {
  return verdict.type === 'no' && verdict.why === 'unauthenticated';
}

const endWords: Readonly<Record<LoginEnd, string>> = {
  'logged-out': 'You have logged out.',
  expired: 'Your login has expired.',
  revoked: 'Your login has been taken back.',
};

function loginEnded(reason: unknown): Refusal {
  const isKnown = typeof reason === 'string' && reason in endWords;
  const message = isKnown ? endWords[reason as LoginEnd] : 'Your login is over.';
  const details = isKnown ? { details: { reason } } : {};
  return { code: 'unauthenticated', message, ...details };
}
