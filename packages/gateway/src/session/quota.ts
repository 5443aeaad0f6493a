import type { Refusal, Target } from '@podbay/protocol';

/** How many sessions there may be. */
export interface QuotaLimits {
  readonly maxSessions: number;
  readonly maxSessionsPerUser: number;
  /** Of all users together. */
  readonly maxSessionsPerPod: number;
}

export const defaultQuotaLimits: QuotaLimits = {
  maxSessions: 5_000,
  maxSessionsPerUser: 100,
  maxSessionsPerPod: 100,
};

/** What the quota counts by. */
export interface Holder {
  readonly owner: string;
  readonly target: Target;
}

/** Why there may not be one more session for `holder`, or `undefined`. */
export function checkQuota(
  sessions: Iterable<Holder>,
  holder: Holder,
  limits: QuotaLimits,
): Refusal | undefined {
  let all = 0;
  let ofUser = 0;
  let ofPod = 0;
  for (const session of sessions) {
    all++;
    if (session.owner === holder.owner) ofUser++;
    if (isSamePod(session.target, holder.target)) ofPod++;
  }
  if (all >= limits.maxSessions) return full('The gateway', all, 'Try again later.');
  if (ofUser >= limits.maxSessionsPerUser) return full('You', ofUser, 'End one that you no longer need.');
  if (ofPod >= limits.maxSessionsPerPod) return full(`Pod ${holder.target.pod}`, ofPod, 'Try again later.');
  return undefined;
}

function full(who: string, count: number, hint: string): Refusal {
  const verb = who === 'You' ? 'have' : 'has';
  return {
    code: 'limit',
    message: `${who} ${verb} ${count} sessions, as many as are allowed.`,
    hint,
    details: { count: String(count) },
  };
}

function isSamePod(a: Target, b: Target): boolean {
  return a.pod === b.pod && a.namespace === b.namespace && a.context === b.context;
}
