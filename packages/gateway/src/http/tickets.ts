import { randomBytes } from 'node:crypto';
import type { AttachQuery, Ticket, TicketRequest } from '@podbay/protocol';
import type { User } from '../auth/authenticator.ts';

/** What a ticket is for; all of it must be the same at the upgrade. */
export interface TicketBinding {
  readonly user: User;
  /** Of the page that asks; `undefined`: a program. */
  readonly origin: string | undefined;
  readonly purpose: TicketRequest;
}

interface Issued {
  readonly binding: string;
  readonly expiresAtMs: number;
}

const lifetimeMs = 30_000;
const maxTickets = 50_000;

/**
 * One-use tickets for upgrades. A WebSocket may be opened by any site's page, with the user's cookie; only a page of ours
 * can read the answer that has the ticket.
 */
export class Tickets {
  // In the order of their ends.
  readonly #issued = new Map<string, Issued>();

  /** `nowMs`: a monotonic time. */
  issue(binding: TicketBinding, nowMs = performance.now()): Ticket {
    this.#forgetOld(nowMs);
    const ticket = randomBytes(24).toString('base64url');
    this.#issued.set(ticket, { binding: describe(binding), expiresAtMs: nowMs + lifetimeMs });
    return { ticket, expiresInMs: lifetimeMs };
  }

  /** Uses a ticket up, whether or not it is good; `false`: it is not. */
  redeem(ticket: string, binding: TicketBinding, nowMs = performance.now()): boolean {
    const issued = this.#issued.get(ticket);
    this.#issued.delete(ticket);
    return issued !== undefined && nowMs < issued.expiresAtMs && issued.binding === describe(binding);
  }

  get size(): number {
    return this.#issued.size;
  }

  #forgetOld(nowMs: number): void {
    for (const [ticket, { expiresAtMs }] of this.#issued) {
      if (nowMs < expiresAtMs && this.#issued.size < maxTickets) break;
      this.#issued.delete(ticket);
    }
  }
}

/** What an upgrade's ticket must have been issued for. */
export function purposeOf(query: AttachQuery): TicketRequest {
  return query.type === 'open' ? { target: query.target } : { session: query.session };
}

function describe({ user, origin, purpose }: TicketBinding): string {
  return JSON.stringify([user.id, origin ?? null, ...namesOf(purpose)]);
}

function namesOf(purpose: TicketRequest): readonly string[] {
  if ('session' in purpose) return [purpose.session];
  const { context, namespace, pod, container } = purpose.target;
  return [context, namespace, pod, container];
}
