import type { LoginWay } from '@podbay/protocol';
import { z } from 'zod';
import type { RecordAccess } from '../audit/access-event.ts';
import { RefusalError } from '../errors.ts';
import { RateLimit } from '../rate-limit.ts';
import type { Login, LoginEnd, Sender, User } from './authenticator.ts';
import { Cookie } from './cookie.ts';
import { Seal } from './seal.ts';
import { hashSecret, newSecret } from './secret.ts';

export interface LoginStoreOptions {
  /** Tells this gateway's cookie from those of others on the same host: browsers ignore ports there. */
  readonly cookieName: string;
  /** Browsers reach the gateway by https alone. */
  readonly secure: boolean;
  /** A login ends when nothing was asked for or typed with it for this long. */
  readonly idleMs?: number;
  /** A login ends this long after it began. */
  readonly lifetimeMs?: number;
  /** Logins of one user at once, and how many more each minute. */
  readonly loginBurst?: number;
  readonly loginsPerMinute?: number;
  /** How often logins are looked at that nobody uses. */
  readonly sweepMs?: number;
  readonly record: RecordAccess;
  /** Is told what failed while a login was renewed, where that does not end it. */
  readonly onError: (error: unknown) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** What keeps a login good. */
export interface Renewal {
  /** When it is due next, in milliseconds since 1970. */
  dueAtMs(): number;
  /** Resolves with the end of a login that is no longer good. Where it rejects, nobody could tell: the login stays. */
  renew(): Promise<LoginEnd | undefined>;
}

export interface NewLogin {
  readonly way: LoginWay['type'];
  /** `key` names this login; `ended` aborts with it. */
  readonly createUser: (of: { readonly key: string; readonly ended: AbortSignal }) => User;
  readonly renewal?: Renewal | undefined;
  /** When what the login stands on ends by itself, in milliseconds since 1970. */
  readonly expiresAtMs?: number | undefined;
  /** Called when the user logs out; resolves with where the browser goes then. */
  readonly logOut?: () => Promise<string | undefined>;
}

interface Entry extends Omit<NewLogin, 'createUser'> {
  readonly user: User;
  readonly controller: AbortController;
  readonly beganAtMs: number;
  usedAtMs: number;
  renewing: boolean;
}

const defaults = {
  idleMs: 2 * 3_600_000,
  lifetimeMs: 12 * 3_600_000,
  loginBurst: 20,
  loginsPerMinute: 10,
  sweepMs: 5_000,
  now: Date.now,
};
const maxLogins = 20_000;
/** Of one user, who has no more browsers than that. */
const maxLoginsPerUser = 50;

const cookieSchema = z.object({ secret: z.string() });

/**
 * The logins of browsers. A cookie holds 256 random bits, encrypted, and nothing else; everything about the login, tokens above
 * all, is in memory here under the hash of them. So a logout ends it at once, a token never leaves the gateway, and what was
 * not made here is refused before it is looked for. A gateway that starts anew asks everybody to log in; its terminals are
 * gone then, too.
 *
 *   open ──► used … renewed … used ──┬─ logout ───────────────► ended: logged-out
 *                                    ├─ idle, or too old ─────► ended: expired
 *                                    └─ a renewal is refused ─► ended: revoked
 */
export class LoginStore {
  readonly #options: typeof defaults & LoginStoreOptions;
  readonly #cookie: Cookie;
  readonly #seal = new Seal();
  readonly #entries = new Map<string, Entry>();
  readonly #rate: RateLimit;
  readonly #sweeper: NodeJS.Timeout;

  constructor(options: LoginStoreOptions) {
    this.#options = { ...defaults, ...options };
    const {
      cookieName: name,
      secure,
      sweepMs,
      loginBurst: burst,
      loginsPerMinute: perMinute,
    } = this.#options;
    this.#rate = new RateLimit({ burst, perMinute });
    this.#cookie = new Cookie({ name, secure, sameSite: 'Strict' });
    this.#sweeper = setInterval(() => this.sweep(), sweepMs).unref();
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Begins a login. Returns the `Set-Cookie` value that stands for it. Throws a `RefusalError` (`limit`) for too many of one user. */
  open({ createUser, ...rest }: NewLogin, { address }: Pick<Sender, 'address'>): string {
    const secret = newSecret();
    const controller = new AbortController();
    const user = createUser({ key: newSecret(), ended: controller.signal });
    const beganAtMs = this.#options.now();
    if (!this.#rate.take(user.id)) throw tooMany(this.#rate.waitMs(user.id));
    this.#makeRoom(user);
    this.#entries.set(keyOf(secret), {
      ...rest,
      user,
      controller,
      beganAtMs,
      usedAtMs: beganAtMs,
      renewing: false,
    });
    this.#options.record({ type: 'login', method: rest.way, user: audited(user), address });
    // A browser that is started again comes back to its terminals, as long as the login lasts.
    return this.#cookie.set(this.#seal.seal({ secret }), Math.floor(this.#options.lifetimeMs / 1000));
  }

  /** The login that a request's cookie stands for. Only those of one `way`: each answers for its own. */
  find(sender: Sender, way: LoginWay['type']): Login | undefined {
    return this.findValue(this.#cookie.read(sender) ?? '', sender, way);
  }

  /** The login that a cookie's value stands for. */
  findValue(value: string, { address }: Sender, way: LoginWay['type']): Login | undefined {
    const sealed = cookieSchema.safeParse(this.#seal.open(value));
    if (!sealed.success) return undefined;
    const id = keyOf(sealed.data.secret);
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.way !== way || this.#endIfOver(id, entry)) return undefined;
    return {
      user: entry.user,
      way,
      proof: 'ambient',
      touch: () => {
        entry.usedAtMs = this.#options.now();
      },
      logOut: async () => {
        this.#end(id, 'logged-out', address);
        const next = await entry.logOut?.().catch(error => this.#options.onError(error));
        return { setCookie: this.#cookie.clear(), next: next ?? undefined };
      },
    };
  }

  /** Ends what is over, and renews what is due. */
  sweep(): void {
    for (const [id, entry] of this.#entries) {
      if (!this.#endIfOver(id, entry)) void this.#renewIfDue(id, entry);
    }
  }

  /** Ends all logins. */
  endAll(end: LoginEnd): void {
    for (const id of this.#entries.keys()) this.#end(id, end);
  }

  /** Forgets all logins. */
  close(): void {
    clearInterval(this.#sweeper);
    this.#entries.clear();
  }

  async #renewIfDue(id: string, entry: Entry): Promise<void> {
    const { renewal } = entry;
    if (renewal === undefined || entry.renewing || this.#options.now() < renewal.dueAtMs()) return;
    entry.renewing = true;
    try {
      const end = await renewal.renew();
      if (end !== undefined) this.#end(id, end);
    } catch (error) {
      this.#options.onError(error);
    } finally {
      entry.renewing = false;
    }
  }

  #endIfOver(id: string, { usedAtMs, beganAtMs, expiresAtMs = Number.POSITIVE_INFINITY }: Entry): boolean {
    const { idleMs, lifetimeMs } = this.#options;
    if (this.#options.now() < Math.min(usedAtMs + idleMs, beganAtMs + lifetimeMs, expiresAtMs)) return false;
    this.#end(id, 'expired');
    return true;
  }

  #end(id: string, end: LoginEnd, address = ''): void {
    const entry = this.#entries.get(id);
    if (!this.#entries.delete(id) || entry === undefined) return;
    const reason = end === 'logged-out' ? 'asked' : end;
    this.#options.record({ type: 'logout', method: entry.way, user: audited(entry.user), address, reason });
    entry.controller.abort(end);
  }

  // Each is somebody who has proved who they are; who has the most to gain from a place has come last.
  #makeRoom({ id }: User): void {
    const own = [...this.#entries].filter(([, { user }]) => user.id === id);
    const [ownOldest] = own;
    if (own.length >= maxLoginsPerUser && ownOldest !== undefined) this.#end(ownOldest[0], 'expired');
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= maxLogins && oldest !== undefined) this.#end(oldest, 'expired');
  }
}

function tooMany(waitMs: number): RefusalError {
  return new RefusalError({
    code: 'limit',
    message: 'You have logged in too often.',
    hint: `Try again in ${Math.ceil(waitMs / 1000)} s.`,
    details: { retryAfterMs: String(Math.ceil(waitMs)) },
  });
}

function keyOf(secret: string): string {
  return hashSecret(secret).toString('base64');
}

function audited({ name, groups }: User): Pick<User, 'name' | 'groups'> {
  return { name, groups };
}
