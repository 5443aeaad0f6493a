import { setTimeout as delay } from 'node:timers/promises';
import { type Found, findContainer } from './find-container.ts';
import { badMethod, noSubprotocol, type Refusal } from './refusal.ts';
import type { StreamRequest } from './stream-request.ts';
import { type Negotiated, negotiate } from './subprotocol.ts';

export interface HandshakeOptions {
  readonly delayMs: number;
  /** How long the dial to an unreachable node takes. */
  readonly unreachableWaitMs: number;
  readonly signal: AbortSignal;
}

export type Handshake =
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** `found` is what the kubelet said; `undefined` on path A, where nobody has asked it yet. */
  | { readonly type: 'accepted'; readonly negotiated: Negotiated; readonly found: Found | undefined };

/** Everything that comes before the answer. On paths B and C that includes the kubelet. Rejects when the signal aborts. */
export async function shakeHands(request: StreamRequest, options: HandshakeOptions): Promise<Handshake> {
  if (request.request.method !== 'GET') return { type: 'refused', refusal: badMethod };
  const negotiated = negotiate(request.request.headers['sec-websocket-protocol'], request.path);
  if (negotiated === undefined) return { type: 'refused', refusal: noSubprotocol };
  if (options.delayMs > 0) await wait(options.delayMs, options.signal);
  if (negotiated.path === 'A') return { type: 'accepted', negotiated, found: undefined };
  const found = await askKubelet(request, options);
  if (found.type === 'failure') return { type: 'refused', refusal: found.refusal };
  return { type: 'accepted', negotiated, found };
}

/** What the kubelet answers, after the wait for a node that does not. */
export async function askKubelet(
  request: StreamRequest,
  { unreachableWaitMs, signal }: Pick<HandshakeOptions, 'unreachableWaitMs' | 'signal'>,
): Promise<Found> {
  const found = findContainer(request);
  if (found.type === 'failure' && found.unreachable) await wait(unreachableWaitMs, signal);
  return found;
}

function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return delay(delayMs, undefined, { signal, ref: false });
}
