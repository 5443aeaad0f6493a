import type { LabelSelector, Labels } from './label-selector.ts';

/** Rules on top of what Kubernetes allows. The first that matches decides; where none does, `otherwise`. */
export interface Policy {
  readonly otherwise: Effect;
  readonly rules: readonly Rule[];
}

export type Effect = 'allow' | 'deny';

/** What somebody wants: a terminal, or to read the container's log. */
export type Access = 'terminal' | 'log';

export interface Rule {
  /** For people; need not be unique. */
  readonly name?: string | undefined;
  /** All of them must match; none: everything matches. */
  readonly match: Matchers;
  readonly effect: Effect;
  /** Shown to the user who is denied. */
  readonly message?: string | undefined;
  readonly restrictions: Restrictions;
}

/** Patterns with `*` of which one must fit, and a selector of labels. What is left out matches anything. */
export interface Matchers {
  readonly access?: Access | undefined;
  readonly user?: readonly string[] | undefined;
  /** One of the user's groups. */
  readonly group?: readonly string[] | undefined;
  readonly context?: readonly string[] | undefined;
  readonly namespace?: readonly string[] | undefined;
  readonly pod?: readonly string[] | undefined;
  readonly container?: readonly string[] | undefined;
  /** As the pod names it. */
  readonly image?: readonly string[] | undefined;
  readonly labels?: LabelSelector | undefined;
}

/** What a session that is allowed may not do. */
export interface Restrictions {
  /** Input is refused. */
  readonly readOnly?: boolean | undefined;
  readonly noPaste?: boolean | undefined;
  readonly noUpload?: boolean | undefined;
  /** How long it lasts at most, in ms. */
  readonly maxLifetimeMs?: number | undefined;
  /** Command lines, of which one is started. */
  readonly shells?: readonly (readonly string[])[] | undefined;
  /** What it shows is recorded, from its start to its end. */
  readonly record?: 'always' | undefined;
}

/** Who wants to open, or has, what. */
export interface Question {
  readonly access: Access;
  readonly user: string;
  readonly groups: readonly string[];
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly image: string;
  readonly labels: Labels;
}

/** A policy that forbids nothing. */
export const allowAll: Policy = { otherwise: 'allow', rules: [] };
