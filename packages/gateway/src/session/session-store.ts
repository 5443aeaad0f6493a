import { Session, type SessionOptions } from './session.ts';

/** All sessions of one gateway, by id. Nobody finds a session that is not theirs. */
export class SessionStore {
  readonly #sessions = new Map<string, Session>();

  get size(): number {
    return this.#sessions.size;
  }

  /** Whether the id is taken, by whomever. */
  has(id: string): boolean {
    return this.#sessions.has(id);
  }

  /** The owner's session, or `undefined` where there is none or it is somebody else's. */
  find(id: string, owner: string): Session | undefined {
    const session = this.#sessions.get(id);
    return session?.owner === owner ? session : undefined;
  }

  /** The owner's sessions, oldest first. */
  list(owner: string): readonly Session[] {
    return [...this.#sessions.values()].filter(session => session.owner === owner);
  }

  /** Starts a session; it leaves the store by itself when it holds nothing any more. The id must be free. */
  create(options: Omit<SessionOptions, 'onClose'>): Session {
    if (this.has(options.id)) throw new TypeError(`id must be free, ${options.id} is taken`);
    const session = new Session({ ...options, onClose: closed => this.#forget(closed) });
    this.#sessions.set(session.id, session);
    return session;
  }

  /** Ends every session. Resolves when all that they started is gone, or after `deadlineMs`. */
  async close(deadlineMs: number): Promise<void> {
    const ended = Promise.all([...this.#sessions.values()].map(session => session.end('shutdown')));
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, deadlineMs);
    await Promise.race([ended, late]);
    clearTimeout(timer);
  }

  #forget(session: Session): void {
    this.#sessions.delete(session.id);
  }
}
