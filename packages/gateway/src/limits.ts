import { defaultQuotaLimits, type QuotaLimits } from './session/quota.ts';
import { defaultSessionLimits, type SessionLimits } from './session/session-limits.ts';

/** Everything that bounds a gateway. Times in ms, sizes in bytes. */
export interface GatewayLimits extends SessionLimits, QuotaLimits {
  /** Terminals that a user may open or resume at once, and how many more each minute. */
  readonly attachBurst: number;
  readonly attachesPerMinute: number;
  /** Attempts to log in from one address that may fail at once, and how many more each minute. */
  readonly loginBurst: number;
  readonly loginsPerMinute: number;
  /** How often browsers are pinged; one that has said nothing for a whole period is dropped. */
  readonly heartbeatMs: number;
  /** The largest WebSocket message that a browser may send. */
  readonly maxMessageBytes: number;
  /** How often Kubernetes is asked whether users may still have their sessions; 0: only when they come back. */
  readonly accessCheckMs: number;
  /** How long a shutdown waits for what the sessions started in their containers to be gone. */
  readonly reapMs: number;
}

export const defaultLimits: GatewayLimits = {
  ...defaultSessionLimits,
  ...defaultQuotaLimits,
  attachBurst: 120,
  attachesPerMinute: 240,
  loginBurst: 20,
  loginsPerMinute: 10,
  heartbeatMs: 20_000,
  maxMessageBytes: 1024 * 1024,
  accessCheckMs: 60_000,
  reapMs: 10_000,
};

/** The limits with the defaults filled in. A `TypeError` for a number that can't be one. */
export function resolveLimits(limits: Partial<GatewayLimits>): GatewayLimits {
  const all = { ...defaultLimits, ...limits };
  for (const [name, value] of Object.entries(all)) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new TypeError(`${name} must be an integer >= 0, not ${String(value)}`);
    }
  }
  return all;
}
