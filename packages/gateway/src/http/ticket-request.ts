import { explainBadTarget, isId, type TicketRequest } from '@podbay/protocol';
import { z } from 'zod';
import { RefusalError } from '../errors.ts';

const target = z.strictObject({
  context: z.string(),
  namespace: z.string(),
  pod: z.string(),
  container: z.string(),
});
const schema = z.union([z.strictObject({ target }), z.strictObject({ session: z.string() })]);

/** What a ticket is asked for. Throws a `RefusalError` (`bad-request`). */
export function parseTicketRequest(body: unknown): TicketRequest {
  const { data } = schema.safeParse(body);
  if (data === undefined) throw badRequest('Expected {"target": {…}} or {"session": "…"}.');
  if ('target' in data) {
    const problem = explainBadTarget(data.target);
    if (problem !== undefined) throw badRequest(`${problem}.`);
  } else if (!isId(data.session)) {
    throw badRequest('session must be 16 to 64 characters of A-Z a-z 0-9 _ -.');
  }
  return data;
}

function badRequest(message: string): RefusalError {
  return new RefusalError({ code: 'bad-request', message });
}
