import type { Foreground, OpenQuery, SessionSummary } from '@podbay/protocol';
import type { Logger } from 'pino';
import { AccessQuestions } from './access-questions.ts';
import type { User } from './auth/authenticator.ts';
import type { Admission } from './cluster/admission.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { Clusters } from './cluster/clusters.ts';
import { findForeground } from './cluster/foreground.ts';
import type { PodFacts } from './cluster/preflight.ts';
import { RefusalError } from './errors.ts';
import type { Terminals } from './http/terminals.ts';
import { gatewayIdentity } from './identity.ts';
import type { GatewayLimits } from './limits.ts';
import type { Recordings } from './recorder/recordings.ts';
import type { Records } from './records.ts';
import { checkQuota } from './session/quota.ts';
import type { OpenScreen } from './session/screen.ts';
import type { Session } from './session/session.ts';
import type { SessionStore } from './session/session-store.ts';
import { SessionGuard } from './session-guard.ts';
import type { SessionPolicy } from './session-policy.ts';
import { SessionRecording } from './session-recording.ts';
import { Shells } from './shells.ts';

export interface SessionsOptions {
  readonly clusters: Clusters;
  readonly store: SessionStore;
  readonly records: Records;
  readonly limits: GatewayLimits;
  readonly policy: SessionPolicy;
  /** `undefined`: sessions that must be recorded can't be had. */
  readonly recordings: Recordings | undefined;
  readonly openScreen: OpenScreen;
  readonly logger: Logger;
}

/**
 * Opens sessions for users, and lets them come back:
 *
 *   open ──► quota, records ──► launch: preflight, policy ──► runs ──► its guard asks again and again
 *   open of one that is there, resume ──► its guard asks as who comes ──► attached
 */
export class Sessions implements Terminals {
  readonly #options: SessionsOptions;
  readonly #questions: AccessQuestions;
  readonly #guards = new Map<string, SessionGuard>();
  readonly #shells = new Shells();
  #isClosing = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#questions = new AccessQuestions(options.limits.accessCheckMs);
  }

  /** From now on nobody can open one; who has one can come back to it. */
  refuseNew(): void {
    this.#isClosing = true;
  }

  async open(query: OpenQuery, user: User, address: string): Promise<Session> {
    // Another try of the same request may have been faster.
    const existing = (await this.resume(query.session, user)) ?? this.find(query.session, user);
    if (existing !== undefined) return existing;
    this.#checkRoom(query, user);
    const cluster = this.#clusterFor(query.target.context, user);
    return this.#create(query, { user, address, cluster });
  }

  async resume(id: string, user: User): Promise<Session | undefined> {
    const session = this.find(id, user);
    const guard = this.#guards.get(id);
    if (session === undefined || guard === undefined) return session;
    const refusal = await guard.welcome(user, this.#clusterFor(session.target.context, user));
    if (refusal !== undefined) throw new RefusalError(refusal);
    // It may have ended for good meanwhile.
    return this.find(id, user);
  }

  find(id: string, user: User): Session | undefined {
    return this.#options.store.find(id, user.id);
  }

  list(user: User): readonly SessionSummary[] {
    return this.#options.store.list(user.id).map(session => session.summary());
  }

  async foreground({ id, target }: Session, user: User, signal: AbortSignal): Promise<Foreground> {
    const { connection } = this.#clusterFor(target.context, user);
    return await findForeground(connection, { target, pid: this.#shells.find(id)?.pid ?? 0, signal });
  }

  #clusterFor(context: string, { identity }: User): Cluster {
    return this.#options.clusters.get(context, identity);
  }

  #checkRoom({ target }: OpenQuery, user: User): void {
    const { store, limits, records } = this.#options;
    if (this.#isClosing) {
      throw new RefusalError({ code: 'shutting-down', message: 'The gateway shuts down.' });
    }
    const refusal = checkQuota(store, { owner: user.id, target }, limits) ?? records.audit.check();
    if (refusal !== undefined) throw new RefusalError(refusal);
  }

  #create(
    { session: id, target, command, size }: OpenQuery,
    { user, address, cluster }: { readonly user: User; readonly address: string; readonly cluster: Cluster },
  ): Session {
    const { clusters, store, records, limits, policy, recordings, openScreen, logger } = this.#options;
    const record = records.open({ id, user, address, target, command }, cluster);
    const whose = { id, owner: user.id, user: user.name, target, command };
    const recording = new SessionRecording({ ...whose, recordings, record, logger });
    const guard = new SessionGuard({
      user,
      target,
      command,
      cluster,
      gatewayCluster: () => clusters.get(target.context, gatewayIdentity),
      policy,
      record,
      recording,
      questions: this.#questions,
      checkMs: limits.accessCheckMs,
    });
    const observer = guard.observe(this.#shells.watch(id, record));
    const caretaker = guard.acting;
    const admit = (facts: PodFacts): Admission => {
      const admission = guard.admit(facts);
      // What has been recorded until here is written before anything runs.
      const unrecorded = records.audit.check();
      return unrecorded === undefined ? admission : { type: 'refused', refusal: unrecorded };
    };
    const session = store.open({
      id,
      owner: user.id,
      target,
      size,
      launch: record.measure(cluster.launcher(target, command, { observer, admit, caretaker })),
      limits,
      openScreen,
      onEvent: event => {
        record.handleEvent(event);
        if (event.type === 'ended') guard.handleEnded();
        if (event.type === 'detached' && event.unproven && event.viewers === 0) guard.expectReturn();
      },
      onError: error => logger.error({ err: error, target }, 'session failed'),
      onClose: () => this.#forget(id),
    });
    if (session === undefined) {
      guard.close();
      throw new RefusalError({ code: 'session-not-found', message: 'There is no such session.' });
    }
    this.#guards.set(id, guard);
    guard.begin(session);
    record.begin(session);
    return session;
  }

  #forget(id: string): void {
    this.#guards.get(id)?.close();
    this.#guards.delete(id);
  }
}
