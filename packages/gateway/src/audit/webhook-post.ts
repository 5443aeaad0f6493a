import { readFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface WebhookTarget {
  /** `https:`, or `http:` where nobody can listen in. */
  readonly url: URL;
  /** A file whose content is sent as a bearer token; read for each request, as it may change. */
  readonly tokenFile?: string | undefined;
  /** A file with the authorities to believe, in PEM; default: those that Node knows. */
  readonly caFile?: string | undefined;
  readonly timeoutMs: number;
}

/** The webhook did not take what was sent. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  readonly code = 'webhook-refused';

  constructor(status: number) {
    super(`the webhook answered ${status}`);
  }
}

/** Sends JSON. Resolves once the other side has answered 2xx; rejects with a `WebhookError` or what the network says. */
export async function postJson(target: WebhookTarget, body: string, signal: AbortSignal): Promise<void> {
  const { url, timeoutMs, caFile } = target;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    method: 'POST',
    headers: headersOf(target, body),
    agent: false,
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    ...(caFile !== undefined && { ca: readFileSync(caFile) }),
  });
  request.on('error', reject);
  request.on('response', response => {
    response.on('error', reject);
    response.on('end', () => resolve(response.statusCode ?? 0));
    response.resume();
  });
  request.end(body);
  const status = await promise;
  if (status < 200 || status >= 300) throw new WebhookError(status);
}

function headersOf({ tokenFile }: WebhookTarget, body: string): Record<string, string> {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) };
  if (tokenFile === undefined) return headers;
  return { ...headers, Authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` };
}
