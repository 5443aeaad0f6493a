import type { LaunchObserver } from './cluster/launch-observer.ts';
import type { Remains } from './cluster/reaper.ts';

/** Where the shells of sessions run, by the session's id, for as long as they may. */
export class Shells {
  readonly #bySession = new Map<string, Remains>();

  /** What the session has in its container, or `undefined` where that is not known. */
  find(session: string): Remains | undefined {
    return this.#bySession.get(session);
  }

  /** An observer of the session's launch that passes everything on. */
  watch(session: string, next: LaunchObserver): LaunchObserver {
    return {
      handleFound: (facts, access) => next.handleFound(facts, access),
      handleTrace: remains => {
        this.#bySession.set(session, remains);
        next.handleTrace(remains);
      },
      handleGone: remains => {
        this.#bySession.delete(session);
        next.handleGone(remains);
      },
      handleReaped: (remains, reaped) => {
        this.#bySession.delete(session);
        next.handleReaped(remains, reaped);
      },
    };
  }
}
