/** Something the user can do: from the palette, by a shortcut, or by a button that calls the same `run`. */
export interface Command {
  /** Stable and unique, e.g. `terminal.find`. */
  readonly id: string;
  /** Where it stands in the palette and in the list of shortcuts. */
  readonly group: CommandGroup;
  /** Its name in the user's language, asked for each time it is shown. */
  readonly title: () => string;
  /** Its shortcuts, as `matchesShortcut` reads them, e.g. `Mod+K`; the first is the one that is shown. */
  readonly shortcuts?: readonly string[];
  /** Keys that the terminal, or the browser in it, listens to itself. They are shown with the shortcuts. */
  readonly terminalKeys?: readonly string[];
  /** Of commands that are all alike: one line of the list of shortcuts stands for those whose shortcut here is the same. */
  readonly series?: { readonly title: () => string; readonly shortcut: string };
  /** Whether it can be done now; default: always. */
  readonly isEnabled?: () => boolean;
  readonly run: () => void;
}

export type CommandGroup = 'general' | 'find' | 'layout' | 'terminal' | 'several';

/** What the user can do now. Parts of the page register what they offer for as long as they are there. */
export class CommandRegistry {
  readonly #listeners = new Set<() => void>();
  #commands: readonly Command[] = [];

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): readonly Command[] => this.#commands;

  /** Offers commands until the returned function is called. A later one takes the place of an earlier one of the same id. */
  register(commands: readonly Command[]): () => void {
    const ids = new Set(commands.map(({ id }) => id));
    this.#set([...this.#commands.filter(({ id }) => !ids.has(id)), ...commands]);
    return () => this.#set(this.#commands.filter(command => !commands.includes(command)));
  }

  /** Does what the command of this id does, where it can be done now. */
  run(id: string): void {
    const command = this.#commands.find(candidate => candidate.id === id);
    if (command?.isEnabled?.() !== false) command?.run();
  }

  #set(commands: readonly Command[]): void {
    this.#commands = commands;
    for (const listener of this.#listeners) listener();
  }
}

/** The page's commands. */
export const commandRegistry: CommandRegistry = new CommandRegistry();

/** All keys that do it, the one to show where there is room for one first. */
export function shownShortcuts({ shortcuts = [], terminalKeys = [] }: Command): readonly string[] {
  return [...shortcuts, ...terminalKeys];
}
