import type { Api } from '@podbay/client';
import type { ErrorBody } from '@podbay/protocol';

/** Asks for a log. Rejects with the `status` and the `refusal` of an answer that is none. */
export async function fetchLog(api: Api, path: string, signal: AbortSignal): Promise<Response> {
  const response = await api.request(path, { signal });
  if (response.ok) return response;
  const { error: refusal } = (await response.json()) as ErrorBody;
  throw Object.assign(new Error(refusal.message), { status: response.status, refusal });
}
