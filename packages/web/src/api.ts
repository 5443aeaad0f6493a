import { Api, ApiError } from '@podbay/client';

/** The gateway that this page came from. */
export const api = new Api();

/** What went wrong, as something that can be shown. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(0, { code: 'internal', message: String(error) }, { cause: error });
}
