import type { HttpBindings } from '@hono/node-server';
import type { Refusal } from '@podbay/protocol';
import type { MiddlewareHandler } from 'hono';
import { RefusalError } from '../../errors.ts';
import type { OriginCheck } from '../origin.ts';

type Headers = Readonly<Partial<Record<string, readonly string[]>>>;

/** Refuses requests that were meant for another host, come from another site's page, or want to act as somebody else. */
export function guard(origins: OriginCheck): MiddlewareHandler<{ Bindings: HttpBindings }> {
  return async (c, next) => {
    const refusal = findBadRequest(c.env.incoming.headersDistinct, origins);
    if (refusal !== undefined) throw new RefusalError(refusal);
    await next();
  };
}

/** Why a request is not answered, whoever sends it; `undefined`: it is. */
export function findBadRequest(headers: Headers, origins: OriginCheck): Refusal | undefined {
  const [host] = headers.host ?? [];
  if (!origins.isOwnHost(host)) return forbidden(`This gateway is not ${JSON.stringify(host ?? '')}.`);
  if (!origins.isOwnOrigin(headers.origin?.join(), host))
    return forbidden('The request comes from another site.');
  const impersonating = Object.keys(headers).find(name => /^impersonate[-_]/.test(name));
  if (impersonating === undefined) return undefined;
  // Ignored, it would leave somebody to believe that they act as somebody else.
  return { code: 'bad-request', message: `Podbay takes no ${impersonating} header: log in as who you are.` };
}

function forbidden(message: string): Refusal {
  return { code: 'forbidden', message };
}
