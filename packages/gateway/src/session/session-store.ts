import type { NoticeMessage } from '@podbay/protocol';
import { Session, type SessionOptions } from './session.ts';

/** All sessions of one gateway, by id. Nobody finds a session that is not theirs. */
export class SessionStore implements Iterable<Session> {
  readonly #sessions = new Map<string, Session>();
  #onEmpty: (() => void) | undefined;

  [Symbol.iterator](): Iterator<Session> {
    return this.#sessions.values();
  }

  get size(): number {
    return this.#sessions.size;
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

  /**
   * Starts a session, or finds the one that an earlier try of the same request has started. `undefined`: the id is
   * somebody else's. A session leaves the store by itself when it holds nothing any more.
   */
  open(options: Omit<SessionOptions, 'onClose'> & { readonly onClose?: () => void }): Session | undefined {
    if (this.#sessions.has(options.id)) return this.find(options.id, options.owner);
    const session = new Session({ ...options, onClose: closed => this.#forget(closed, options.onClose) });
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

  /** Tells everybody who looks at any session. */
  notify(notice: NoticeMessage): void {
    for (const session of this.#sessions.values()) session.notify(notice);
  }

  /** Resolves when there is no session any more, or `signal` aborts. Never rejects. */
  async untilEmpty(signal: AbortSignal): Promise<void> {
    if (this.size === 0 || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onEmpty = resolve;
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    this.#onEmpty = undefined;
  }

  #forget(session: Session, onClose?: () => void): void {
    this.#sessions.delete(session.id);
    onClose?.();
    if (this.size === 0) this.#onEmpty?.();
  }
}
