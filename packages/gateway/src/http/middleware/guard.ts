import type { MiddlewareHandler } from 'hono';
import { RefusalError } from '../../errors.ts';
import type { OriginCheck } from '../origin.ts';

/** Refuses requests that were meant for another host, or come from another site's page. */
export function guard(origins: OriginCheck): MiddlewareHandler {
  return async (c, next) => {
    const host = c.req.header('host');
    if (!origins.isOwnHost(host)) throw forbidden(`This gateway is not ${JSON.stringify(host ?? '')}.`);
    if (!origins.isOwnOrigin(c.req.header('origin'), host))
      throw forbidden('The request comes from another site.');
    await next();
  };
}

function forbidden(message: string): RefusalError {
  return new RefusalError({ code: 'forbidden', message });
}
