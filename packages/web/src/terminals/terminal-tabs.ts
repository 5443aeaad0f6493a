import type { SessionState } from '@podbay/client';
import type { Target } from '@podbay/protocol';
import type { DebugPlace } from '../debug/debug-notice.ts';
import { KeptLayout } from '../layout/kept-layout.ts';
import type { PanelPlace } from '../layout/panel-place.ts';
import type { LogSource, LogTab } from '../logs/log-tab.ts';
import { randomId } from './random-id.ts';

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
  /** What the user calls it; empty: it is called by its program, or by where it is. */
  readonly name: string;
  /** How many look on, this page among them. */
  readonly viewers: number;
  /** What it shows is being recorded. */
  readonly recording: boolean;
  /** Something was printed while nobody looked. */
  readonly activity: boolean;
  /** It rang while nobody looked. */
  readonly bell: boolean;
  /** Of a debug container that was started for this tab: where it is. */
  readonly debug: DebugPlace | undefined;
  /** Where it was opened; it may have been moved since. */
  readonly place: PanelPlace | undefined;
}

/** How a tab is opened. */
export interface OpenOptions {
  readonly place?: PanelPlace | undefined;
  readonly name?: string;
  readonly debug?: DebugPlace;
  /** Default: a new one. */
  readonly id?: string | undefined;
}

/** Everything that is open. */
export interface TabsSnapshot {
  readonly tabs: readonly TerminalTab[];
  readonly logs: readonly LogTab[];
  /** The panel that has the keyboard: a terminal's or a log's tab. */
  readonly activeId: string | undefined;
}

const connecting = { type: 'connecting', attempt: 0, resuming: false } as const satisfies SessionState;

const resuming: SessionState = { ...connecting, resuming: true };

type Start = Omit<TerminalTab, 'id' | 'target' | 'run' | 'name' | 'debug' | 'place'>;

const fresh: Start = {
  state: connecting,
  session: undefined,
  takeOver: false,
  title: '',
  viewers: 1,
  recording: false,
  activity: false,
  bell: false,
};

/** The open terminals and logs. Views subscribe; the workspace shows them. */
export class TerminalTabs {
  /** How they are laid out on the page. */
  readonly layout: KeptLayout = new KeptLayout();
  readonly #listeners = new Set<() => void>();
  #snapshot: TabsSnapshot = { tabs: [], logs: [], activeId: undefined };
  readonly #left = new Set<string>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): TabsSnapshot => this.#snapshot;

  /** The tab, or `undefined` once it is closed. */
  find(id: string): TerminalTab | undefined {
    return this.#snapshot.tabs.find(tab => tab.id === id);
  }

  /** Opens a terminal in a tab of its own, and returns the tab's id. */
  open(target: Target, options: OpenOptions = {}): string {
    return this.#add(target, fresh, options);
  }

  /** Shows a session that runs already. `takeOver`: everybody else has to leave it. */
  join(target: Target, session: string, options: OpenOptions & { readonly takeOver?: boolean } = {}): void {
    const { takeOver = false } = options;
    const tab = this.#snapshot.tabs.find(candidate => candidate.session === session);
    if (tab === undefined) this.#add(target, { ...fresh, state: resuming, session, takeOver }, options);
    else this.activate(tab.id);
    if (tab !== undefined && (takeOver || tab.state.type === 'ended')) this.comeBack(tab.id, { takeOver });
  }

  /** Shows a log: in the tab that has it, else in one of its own. */
  openLog(source: LogSource, { place, id = `log-${randomId()}` }: OpenOptions = {}): void {
    const shown = this.#snapshot.logs.find(log => isSame(log.source, source));
    const logs = shown === undefined ? [...this.#snapshot.logs, { id, source, place }] : this.#snapshot.logs;
    this.#set({ ...this.#snapshot, logs, activeId: shown?.id ?? id });
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

  /** Opens a session in a debug container in the same tab. */
  debug(id: string, container: string, debug: DebugPlace): void {
    const tabs = this.#snapshot.tabs.map(tab =>
      tab.id === id
        ? { ...tab, ...fresh, run: tab.run + 1, target: { ...tab.target, container }, debug }
        : tab,
    );
    this.#set({ ...this.#snapshot, tabs });
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
    const logs = this.#snapshot.logs.filter(log => log.id !== id);
    const { activeId } = this.#snapshot;
    this.#set({ tabs, logs, activeId: activeId === id ? undefined : activeId });
  }

  #add(target: Target, start: Start, options: OpenOptions): string {
    const { place, name = '', debug, id = `terminal-${randomId()}` } = options;
    const tab: TerminalTab = { id, target, run: 0, name, debug, place, ...start };
    this.#set({ ...this.#snapshot, tabs: [...this.#snapshot.tabs, tab], activeId: id });
    return id;
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

/** What a tab is called: by the user, else by its program, else by its pod and container. */
export function tabTitle({ name, title, target }: TerminalTab): string {
  return name || title || targetLabel(target);
}

function isSame(a: LogSource, b: LogSource): boolean {
  return (
    a.context === b.context && a.namespace === b.namespace && a.pod === b.pod && a.container === b.container
  );
}
