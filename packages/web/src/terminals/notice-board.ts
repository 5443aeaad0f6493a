import { isDue, type SessionNotice } from './session-notice.ts';

/** What a user is shown of the notices that are current: of those with a deadline, and of the others, one each. */
export interface ShownNotices {
  /** What happens first. */
  readonly deadline: SessionNotice | undefined;
  /** What was said last. */
  readonly latest: SessionNotice | undefined;
  /** How many more there are. They show once these are dismissed. */
  readonly more: number;
}

/** The notices about one terminal. Each slot holds one, and none hides that the session is about to end. */
export class NoticeBoard {
  readonly #listeners = new Set<() => void>();
  #notices: readonly SessionNotice[] = [];

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The current ones, the newest last. */
  readonly snapshot = (): readonly SessionNotice[] => this.#notices;

  /** Shows it in place of what its slot held. */
  readonly put = (notice: SessionNotice): void => {
    this.#set([...this.#without(slotOf(notice)), notice]);
  };

  /** Forgets what this slot holds. */
  readonly drop = (slot: string): void => {
    const rest = this.#without(slot);
    if (rest.length < this.#notices.length) this.#set(rest);
  };

  readonly clear = (): void => {
    if (this.#notices.length > 0) this.#set([]);
  };

  #without(slot: string): readonly SessionNotice[] {
    return this.#notices.filter(notice => slotOf(notice) !== slot);
  }

  #set(notices: readonly SessionNotice[]): void {
    this.#notices = notices;
    for (const listener of this.#listeners) listener();
  }
}

/** Notices of one slot replace each other. */
export function slotOf({ slot, code }: SessionNotice): string {
  return slot ?? code;
}

/** Which of them are shown. */
export function shownNotices(notices: readonly SessionNotice[]): ShownNotices {
  const due = notices.filter(isDue);
  const [deadline] = due.toSorted((a, b) => a.dueAtMs - b.dueAtMs);
  const latest = notices.findLast(notice => !isDue(notice));
  const shown = [deadline, latest].filter(notice => notice !== undefined).length;
  return { deadline, latest, more: notices.length - shown };
}
