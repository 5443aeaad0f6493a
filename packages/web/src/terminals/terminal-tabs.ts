import type { SessionState } from '@podbay/client';
import type { Target } from '@podbay/protocol';

/** One tab: a container, and the session in it that is shown now. */
export interface TerminalTab {
  readonly id: string;
  readonly target: Target;
  /** Counts the sessions that were opened in this tab. */
  readonly run: number;
  /** The session's id, once there is one. */
  readonly session: string | undefined;
  /** Coming to the session makes everybody else leave it. */
  readonly takeOver: boolean;
  readonly state: SessionState;
  /** What the program calls itself; empty until it does. */
  readonly title: string;
  /** How many look on, this page among them. */
  readonly viewers: number;
}

/** Everything that is open. */
export interface TabsSnapshot {
  readonly tabs: readonly TerminalTab[];
  readonly activeId: string | undefined;
}

const connecting = { type: 'connecting', attempt: 0, resuming: false } as const satisfies SessionState;

const resuming: SessionState = { ...connecting, resuming: true };

const fresh: Omit<TerminalTab, 'id' | 'target' | 'run'> = {
  state: connecting,
  session: undefined,
  takeOver: false,
  title: '',
  viewers: 1,
};

/** The open terminals. Views subscribe; the workspace shows them. */
export class TerminalTabs {
  readonly #listeners = new Set<() => void>();
  #snapshot: TabsSnapshot = { tabs: [], activeId: undefined };
  readonly #left = new Set<string>();
  #count = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): TabsSnapshot => this.#snapshot;

  /** The tab, or `undefined` once it is closed. */
  find(id: string): TerminalTab | undefined {
    return this.#snapshot.tabs.find(tab => tab.id === id);
  }

  /** Opens a terminal in a tab of its own. */
  open(target: Target): void {
    this.#add(target, fresh);
  }

  /** Shows a session that runs already. `takeOver`: everybody else has to leave it. */
  join(target: Target, session: string, { takeOver = false } = {}): void {
    const tab = this.#snapshot.tabs.find(candidate => candidate.session === session);
    if (tab === undefined) this.#add(target, { ...fresh, state: resuming, session, takeOver });
    else this.activate(tab.id);
    if (tab !== undefined && (takeOver || tab.state.type === 'ended')) this.comeBack(tab.id, { takeOver });
  }

  /** Shows the terminal that is open in `target`, else opens one. */
  show(target: Target): void {
    const candidates = this.#snapshot.tabs.filter(candidate => isSame(candidate.target, target));
    const tab = candidates.find(({ id }) => id === this.#snapshot.activeId) ?? candidates[0];
    if (tab === undefined) this.open(target);
    else this.activate(tab.id);
  }

  /** Opens a new session in the same tab. */
  reopen(id: string): void {
    const run = (this.find(id)?.run ?? 0) + 1;
    this.update(id, { ...fresh, run });
  }

  /** Comes back to the tab's session, which has gone on without this page. */
  comeBack(id: string, { takeOver = false } = {}): void {
    const tab = this.find(id);
    if (tab !== undefined)
      this.update(id, { ...fresh, run: tab.run + 1, session: tab.session, state: resuming, takeOver });
  }

  update(id: string, change: Partial<Omit<TerminalTab, 'id' | 'target'>>): void {
    const tabs = this.#snapshot.tabs.map(tab => (tab.id === id ? { ...tab, ...change } : tab));
    this.#set({ ...this.#snapshot, tabs });
  }

  activate(id: string | undefined): void {
    if (this.#snapshot.activeId !== id) this.#set({ ...this.#snapshot, activeId: id });
  }

  /** Closes the tab; its session goes on where else it is open. */
  leave(id: string): void {
    this.#left.add(id);
    this.close(id);
  }

  /** Whether the tab's session goes on without it. */
  isLeft(id: string): boolean {
    return this.#left.has(id);
  }

  close(id: string): void {
    const tabs = this.#snapshot.tabs.filter(tab => tab.id !== id);
    const { activeId } = this.#snapshot;
    this.#set({ tabs, activeId: activeId === id ? undefined : activeId });
  }

  #add(target: Target, start: typeof fresh): void {
    this.#count += 1;
    const id = `terminal-${this.#count}`;
    const tab: TerminalTab = { id, target, run: 0, ...start };
    this.#set({ tabs: [...this.#snapshot.tabs, tab], activeId: id });
  }

  #set(snapshot: TabsSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}

/** Whether closing the tab would end something. */
export function isLive({ state }: { readonly state: SessionState }): boolean {
  return state.type === 'attached' || (state.type !== 'ended' && state.resuming);
}

/** The sessions that the tabs show now. */
export function shownSessions({ tabs }: TabsSnapshot): readonly string[] {
  return tabs.flatMap(({ session, state }) =>
    session === undefined || state.type === 'ended' ? [] : [session],
  );
}

/** Where a terminal is, in short. */
export function targetLabel({ pod, container }: Target): string {
  return `${pod} / ${container}`;
}

/** What a tab is called: by its program, else by its pod and container. */
export function tabTitle({ title, target }: TerminalTab): string {
  return title === '' ? targetLabel(target) : title;
}

function isSame(a: Target, b: Target): boolean {
  return (
    a.context === b.context && a.namespace === b.namespace && a.pod === b.pod && a.container === b.container
  );
}
