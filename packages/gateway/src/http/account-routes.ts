import type { LoggedOut, Me, Ticket } from '@podbay/protocol';
import { Hono } from 'hono';
import { addressKey } from '../address-key.ts';
import { RefusalError } from '../errors.ts';
import type { RateLimit } from '../rate-limit.ts';
import { readJson } from '../read-json.ts';
import type { LoggedIn } from './middleware/login.ts';
import { parseTicketRequest } from './ticket-request.ts';
import type { Tickets } from './tickets.ts';

export interface AccountRoutesOptions {
  readonly tickets: Tickets;
  /** Of tickets, by user and by address. */
  readonly ticketRate: RateLimit;
  readonly ticketAddressRate: RateLimit;
}

/** Below `/api/v1`: who one is, logging out, and tickets for upgrades. */
export function accountRoutes({
  tickets,
  ticketRate,
  ticketAddressRate,
}: AccountRoutesOptions): Hono<LoggedIn> {
  return new Hono<LoggedIn>()
    .get('/me', c => {
      const { user, way, logOut } = c.get('login');
      return c.json<Me>({ user: user.name, groups: user.groups, way, canLogOut: logOut !== undefined });
    })
    .post('/logout', async c => {
      const out = await c.get('login').logOut?.();
      if (out?.setCookie !== undefined) c.header('Set-Cookie', out.setCookie);
      return c.json<LoggedOut>({ next: out?.next ?? null });
    })
    .post('/tickets', async c => {
      const { user } = c.get('login');
      const by = addressKey(c.get('address'));
      if (!ticketAddressRate.take(by)) throw tooManyTickets(ticketAddressRate.waitMs(by));
      if (!ticketRate.take(user.id)) throw tooManyTickets(ticketRate.waitMs(user.id));
      const purpose = parseTicketRequest(await readJson(c.req.raw));
      return c.json<Ticket>(tickets.issue({ user, origin: c.req.header('origin'), purpose }));
    });
}

function tooManyTickets(waitMs: number): RefusalError {
  return new RefusalError({
    code: 'limit',
    message: 'Too many terminals at once; try again in a moment.',
    details: { retryAfterMs: String(Math.ceil(waitMs)) },
  });
}
