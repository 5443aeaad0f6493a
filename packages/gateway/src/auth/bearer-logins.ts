import { addressKey } from '../address-key.ts';
import { RefusalError } from '../errors.ts';
import { RateLimit } from '../rate-limit.ts';
import type { LoginEnd, User } from './authenticator.ts';
import { hashSecret, newSecret } from './secret.ts';
import type { TokenUser } from './token-login.ts';

export interface BearerLoginsOptions {
  /** Rejects with a `RefusalError`: `unauthenticated` for a token that is not good. */
  readonly review: (token: string) => Promise<TokenUser>;
  readonly createUser: (
    user: TokenUser,
    of: { readonly token: string; readonly key: string; readonly ended: AbortSignal },
  ) => User;
  /** How long an answer counts. */
  readonly recheckMs: number;
}

interface Known {
  readonly user: Promise<User>;
  readonly controller: AbortController;
  readonly checkedAtMs: number;
}

const maxKnown = 5_000;
const failures = { burst: 20, perMinute: 10 };

/** Who sends which token with their requests. The API server is asked once in a while, and once for all who ask at once. */
export class BearerLogins {
  readonly #options: BearerLoginsOptions;
  // By the token's hash, in the order of the last answers.
  readonly #known = new Map<string, Known>();
  // Of tokens that were not good, or are not known yet, by address.
  readonly #failures = new RateLimit(failures);

  constructor(options: BearerLoginsOptions) {
    this.#options = options;
  }

  /** Rejects with a `RefusalError`. */
  async find(token: string, address: string): Promise<User> {
    const id = hashSecret(token).toString('base64');
    const known = this.#known.get(id);
    if (known !== undefined && performance.now() - known.checkedAtMs < this.#options.recheckMs)
      return await known.user;
    const by = addressKey(address);
    // Taken before the answer: many at once are many tries.
    if (known === undefined && !this.#failures.take(by)) throw tooMany(this.#failures.waitMs(by));
    const controller = known?.controller ?? new AbortController();
    const user = this.#check(token, { before: known, controller });
    this.#keep(id, { user, controller, checkedAtMs: performance.now() });
    try {
      const found = await user;
      if (known === undefined) this.#failures.giveBack(by);
      return found;
    } catch (error) {
      this.#known.delete(id);
      if (!isNotGood(error)) {
        if (known === undefined) this.#failures.giveBack(by);
        else this.#known.set(id, known);
        throw error;
      }
      controller.abort('revoked' satisfies LoginEnd);
      throw error;
    }
  }

  async #check(
    token: string,
    { before, controller }: { readonly before: Known | undefined; readonly controller: AbortController },
  ): Promise<User> {
    const reviewed = await this.#options.review(token);
    const earlier = await before?.user;
    // One user for as long as the token is good: sessions follow their `ended`.
    if (earlier !== undefined && earlier.name === reviewed.name) return earlier;
    return this.#options.createUser(reviewed, { token, key: newSecret(), ended: controller.signal });
  }

  #keep(id: string, known: Known): void {
    this.#known.delete(id);
    const [oldest] = this.#known.keys();
    if (this.#known.size >= maxKnown && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(id, known);
  }
}

function tooMany(waitMs: number): RefusalError {
  return new RefusalError({
    code: 'limit',
    message: 'Too many tokens from this address were not good.',
    hint: `Try again in ${Math.ceil(waitMs / 1000)} s.`,
    details: { retryAfterMs: String(Math.ceil(waitMs)) },
  });
}

function isNotGood(error: unknown): boolean {
  return error instanceof RefusalError && error.refusal.code === 'unauthenticated';
}
