import { internalRefusal, type Refusal, type RefusalCode } from '@podbay/protocol';

/** Something that can't be done for the user, with the reason in words. Never a bug. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options?: ErrorOptions) {
    super(refusal.message, options);
    this.refusal = refusal;
  }
}

/** The one table from a refusal's code to its HTTP status. */
export const httpStatus = {
  'bad-request': 400,
  'not-found': 404,
  unauthenticated: 401,
  forbidden: 403,
  'session-not-found': 404,
  'context-not-found': 404,
  'namespace-not-found': 404,
  'pod-not-found': 404,
  'container-not-found': 404,
  'container-not-running': 409,
  'pod-not-scheduled': 409,
  'no-shell': 422,
  'command-not-found': 422,
  'node-unreachable': 502,
  'cluster-unreachable': 502,
  'cluster-credentials': 502,
  limit: 429,
  'audit-unavailable': 503,
  'recording-unavailable': 503,
  'shutting-down': 503,
  internal: 500,
} as const satisfies Record<RefusalCode, number>;

/** The refusal in an unknown error; one that is not expected becomes `internal` and tells the client no details. */
export function toRefusal(error: unknown): Refusal {
  return error instanceof RefusalError ? error.refusal : internalRefusal;
}
