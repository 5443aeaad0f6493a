import type { ErrorBody, Refusal } from '@podbay/protocol';

/** The gateway refused a request, or could not be reached (`status` 0, code `internal`). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly refusal: Refusal;

  constructor(status: number, refusal: Refusal, options?: ErrorOptions) {
    super(refusal.message, options);
    this.status = status;
    this.refusal = refusal;
  }

  /** The gateway could not be reached at all. */
  get isUnreachable(): boolean {
    return this.status === 0;
  }
}

/** The error in an answer that is not 2xx. */
export async function readApiError(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => undefined)) as Partial<ErrorBody> | undefined;
  if (typeof body?.error?.code === 'string') return new ApiError(response.status, body.error);
  // A proxy in between answered.
  const code = response.status === 401 ? 'unauthenticated' : 'internal';
  return new ApiError(response.status, { code, message: `The gateway answered HTTP ${response.status}.` });
}

/** The error of a request that got no answer. */
export function unreachable(cause: unknown): ApiError {
  return new ApiError(0, { code: 'internal', message: 'The gateway can not be reached.' }, { cause });
}
