import type { DebugContainer, Refusal } from '@podbay/protocol';
import type { Audit } from './audit/audit.ts';
import type { AuditEntry } from './audit/audit-entry.ts';
import type { Clusters } from './cluster/clusters.ts';
import type { DebugAddition } from './cluster/debug-start.ts';
import { httpStatus, RefusalError, toRefusal } from './errors.ts';
import type { DebugPort, DebugQuery } from './http/debug-port.ts';
import type { SessionPolicy, SessionQuestion, SessionVerdict } from './session-policy.ts';

/** What debug containers are like. */
export interface DebugSettings {
  /** What they may be made from, as pods name images; empty: there are no debug containers. */
  readonly images: readonly string[];
  /** So long each of them runs. */
  readonly lifetimeMs: number;
}

export const defaultDebugSettings: DebugSettings = {
  images: ['busybox:1.37', 'nicolaka/netshoot:v0.13'],
  lifetimeMs: 8 * 3_600_000,
};

export interface DebugContainersOptions {
  readonly settings: DebugSettings;
  readonly clusters: Clusters;
  readonly policy: SessionPolicy;
  readonly audit: Audit;
}

/** Starts debug containers for users, as those users: what the policy says comes first, and the audit knows of each. */
export class DebugContainers implements DebugPort {
  readonly #options: DebugContainersOptions;

  constructor(options: DebugContainersOptions) {
    this.#options = options;
  }

  get images(): readonly string[] {
    return this.#options.settings.images;
  }

  get lifetimeMs(): number {
    return this.#options.settings.lifetimeMs;
  }

  async start(query: DebugQuery, signal: AbortSignal): Promise<DebugContainer> {
    try {
      return await this.#start(query, signal);
    } catch (error) {
      // Who has left is told nothing.
      if (!signal.aborted) this.#recordRefused(query, toRefusal(error));
      throw error;
    }
  }

  async #start(query: DebugQuery, signal: AbortSignal): Promise<DebugContainer> {
    const { clusters } = this.#options;
    const { user, target, image } = query;
    this.#checkImage(image);
    const cluster = clusters.get(target.context, user.identity);
    const letGo = cluster.hold();
    try {
      return await cluster.debug(
        { target, image, lifetimeMs: this.lifetimeMs },
        {
          admit: addition => this.#admit(query, addition),
          handleAdded: addition => this.#recordAdded(query, addition),
        },
        AbortSignal.any([signal, user.ended]),
      );
    } finally {
      letGo();
    }
  }

  #checkImage(image: string): void {
    const { images } = this;
    if (images.includes(image)) return;
    throw new RefusalError({
      code: 'forbidden',
      message:
        images.length === 0
          ? 'This Podbay starts no debug containers.'
          : `This Podbay does not make debug containers from the image ${image}.`,
      hint: images.length === 0 ? 'Its configuration says so.' : `Pick one of: ${images.join(', ')}.`,
      details: { images: images.join(', ') },
    });
  }

  /**
   * A debug container sees the processes and files of the one beside it, and takes input: so both must be allowed, and neither may
   * have a limit that a shell in the other one would get around, unseen or not.
   */
  #admit({ user, target }: DebugQuery, { beside, added, target: place }: DebugAddition): void {
    const { policy, audit } = this.#options;
    const judge = (question: Pick<SessionQuestion, 'target' | 'facts'>) =>
      policy({ access: 'terminal', user, command: [], ...question });
    const there = judge({ target, facts: beside });
    const here = judge({ target: place, facts: added });
    const refusal =
      audit.check() ??
      explainVerdict(there, 'beside') ??
      explainVerdict(here, 'added') ??
      (isRecorded(there) && !isRecorded(here) ? wayAround : undefined);
    if (refusal !== undefined) throw new RefusalError(refusal);
  }

  #recordAdded(query: DebugQuery, { added, target }: DebugAddition): void {
    this.#options.audit.record({
      ...entryOf(query),
      event: 'ephemeralcontainer.created',
      container: target.container,
      image: added.image,
      uid: added.uid,
      node: added.node,
      targetContainer: query.target.container,
    });
  }

  #recordRefused(query: DebugQuery, { code, message }: Refusal): void {
    this.#options.audit.record({
      ...entryOf(query),
      event: 'request.refused',
      image: query.image,
      targetContainer: query.target.container,
      status: { code: httpStatus[code], reason: code, message },
    });
  }
}

function entryOf({ user, address, target }: DebugQuery): Omit<AuditEntry, 'event'> {
  const { context, namespace, pod } = target;
  const who = { user: user.name, groups: user.groups, address };
  return {
    time: new Date().toISOString(),
    ...who,
    context,
    namespace,
    pod,
    subresource: 'ephemeralcontainers',
  };
}

function explainVerdict(verdict: SessionVerdict, of: 'beside' | 'added'): Refusal | undefined {
  if (verdict.type === 'denied') return verdict.refusal;
  const { restrictions, shells = [] } = verdict;
  if (!restrictions?.readOnly && (of === 'added' || shells.length === 0)) return undefined;
  return wayAround;
}

function isRecorded(verdict: SessionVerdict): boolean {
  return verdict.type === 'allowed' && verdict.record === true;
}

const wayAround: Refusal = {
  code: 'forbidden',
  message:
    'The rules of this Podbay limit what you may do here, and a debug container would get around that.',
  hint: 'Whoever runs Podbay can tell more.',
  details: { problem: 'policy' },
};
