import type { Refusal, Restrictions, Target } from '@podbay/protocol';
import type { AuditedDecision } from './audit/audit-entry.ts';
import type { User } from './auth/authenticator.ts';
import type { PodFacts } from './cluster/preflight.ts';

/** Who wants, or has, what where. */
export interface SessionQuestion {
  /** A terminal, or a debug container, which is there for one; or to read the container's log. */
  readonly access: 'terminal' | 'log';
  readonly user: User;
  readonly target: Target;
  /** As it was asked for; empty: the best shell that there is. */
  readonly command: readonly string[];
  readonly facts: PodFacts;
}

/** What a policy says to a session. */
export type SessionVerdict = {
  /** For the records, which get it when it is another one than before. */
  readonly decision?: AuditedDecision | undefined;
} & (
  | {
      readonly type: 'allowed';
      readonly restrictions?: Restrictions | undefined;
      /** How long it lasts at most, from its start, in ms. */
      readonly maxLifetimeMs?: number | undefined;
      /** Command lines, of which one is started. */
      readonly shells?: readonly (readonly string[])[] | undefined;
      /** What it shows is recorded, or it is not to be had. */
      readonly record?: boolean | undefined;
    }
  | { readonly type: 'denied'; readonly refusal: Refusal }
);

/**
 * Decides on top of what Kubernetes allows: once the pod is known and before anything is started, again whenever rights are
 * checked, and whenever somebody comes back to the session. Also for logs, of which a denial is what counts. Must not throw.
 */
export type SessionPolicy = (question: SessionQuestion) => SessionVerdict;

/** Forbids nothing. */
export const allowEverything: SessionPolicy = () => ({ type: 'allowed' });
