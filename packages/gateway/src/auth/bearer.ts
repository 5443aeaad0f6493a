import { RefusalError } from '../errors.ts';
import type { Sender } from './authenticator.ts';

/** The token of an `Authorization: Bearer` header; `undefined` where there is none. Throws a `RefusalError` for two. */
export function bearerToken({ headers }: Sender): string | undefined {
  const [value, ...more] = headers.authorization ?? [];
  if (more.length > 0) {
    throw new RefusalError({ code: 'bad-request', message: 'There is more than one Authorization header.' });
  }
  return /^Bearer +([\w.~+/=-]+)$/i.exec(value ?? '')?.[1];
}
