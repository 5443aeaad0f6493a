import type { MiddlewareHandler } from 'hono';
import { RefusalError } from '../../errors.ts';
import { bodyTooLong, maxJsonBytes } from '../../read-json.ts';

const maxUrlLength = 8192;

/** Refuses bodies that say that they are longer than any of ours; who does not say is stopped where the body is read. */
export const limitBody: MiddlewareHandler = async (c, next) => {
  if (Number(c.req.header('content-length') ?? 0) > maxJsonBytes) {
    c.header('Connection', 'close');
    throw bodyTooLong();
  }
  await next();
};

/** Refuses addresses that are longer than any of ours. */
export const limitUrl: MiddlewareHandler = async (c, next) => {
  if (c.req.url.length > maxUrlLength)
    throw new RefusalError({ code: 'bad-request', message: 'The address is too long.' });
  await next();
};
