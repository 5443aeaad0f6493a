import type { MountedTerminal } from '@podbay/client';

/** The terminals that are on the page, by their tab's id: for what works on a terminal from outside of its panel. */
export class MountedTerminals {
  readonly #listeners = new Set<() => void>();
  #byTab: ReadonlyMap<string, MountedTerminal> = new Map();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): ReadonlyMap<string, MountedTerminal> => this.#byTab;

  /** Keeps the terminal until the returned function is called. */
  add(tabId: string, terminal: MountedTerminal): () => void {
    this.#set(new Map(this.#byTab).set(tabId, terminal));
    return () => {
      if (this.#byTab.get(tabId) !== terminal) return;
      const rest = new Map(this.#byTab);
      rest.delete(tabId);
      this.#set(rest);
    };
  }

  #set(byTab: ReadonlyMap<string, MountedTerminal>): void {
    this.#byTab = byTab;
    for (const listener of this.#listeners) listener();
  }
}

/** The page's terminals. */
export const mountedTerminals: MountedTerminals = new MountedTerminals();
