import type { HttpBindings } from '@hono/node-server';
import type { Refusal } from '@podbay/protocol';
import type { MiddlewareHandler } from 'hono';
import type { Sender } from '../../auth/authenticator.ts';
import { RefusalError } from '../../errors.ts';
import type { OriginCheck } from '../origin.ts';
import type { SenderOf } from '../sender.ts';

/** Refuses requests that were meant for another host, come from another site's page, or want to act as somebody else. */
export function guard(
  origins: OriginCheck,
  senderOf: SenderOf,
): MiddlewareHandler<{ Bindings: HttpBindings }> {
  return async (c, next) => {
    const refusal = findBadRequest(senderOf(c.env.incoming), origins);
    if (refusal !== undefined) throw new RefusalError(refusal);
    await next();
  };
}

/** Why a request is not answered, whoever sends it; `undefined`: it is. */
export function findBadRequest({ headers, scheme }: Sender, origins: OriginCheck): Refusal | undefined {
  const [host] = headers.host ?? [];
  if (!origins.isOwnHost(host)) return forbidden(`This gateway is not ${JSON.stringify(host ?? '')}.`);
  if (!origins.isOwnOrigin(headers.origin?.join(), host, scheme))
    return forbidden('The request comes from another site.');
  const impersonating = Object.keys(headers).find(name => /^impersonate[-_]/.test(name));
  if (impersonating === undefined) return undefined;
  // Ignored, it would leave somebody to believe that they act as somebody else.
  return { code: 'bad-request', message: `Podbay takes no ${impersonating} header: log in as who you are.` };
}

function forbidden(message: string): Refusal {
  return { code: 'forbidden', message };
}
