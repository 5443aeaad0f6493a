import type { Target } from '@podbay/protocol';
import { randomId } from '../terminals/random-id.ts';
import type { TerminalTabs } from '../terminals/terminal-tabs.ts';
import { gridPlaces } from './panel-place.ts';

/** More than these are asked about first: each is a shell of its own. */
export const gridLimit = 12;

/** Opens a terminal in each of the targets, side by side and one below the other. Returns the tabs' ids. */
export function openGrid(tabs: TerminalTabs, targets: readonly Target[]): readonly string[] {
  const ids = targets.map(() => `terminal-${randomId()}`);
  const places = gridPlaces(ids);
  const { activeId } = tabs.snapshot();
  targets.forEach((target, index) => {
    const first = activeId === undefined ? undefined : ({ beside: activeId, direction: 'right' } as const);
    tabs.open(target, { id: ids[index], place: places[index] ?? first });
  });
  tabs.activate(ids[0]);
  return ids;
}

/** Terminals that are to be opened, once the user has said that so many are meant. */
export class GridRequest {
  readonly #listeners = new Set<() => void>();
  #targets: readonly Target[] | undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What is asked about; `undefined`: nothing is. */
  readonly snapshot = (): readonly Target[] | undefined => this.#targets;

  ask(targets: readonly Target[] | undefined): void {
    this.#targets = targets;
    for (const listener of this.#listeners) listener();
  }
}

/** The page's question about a large grid. */
export const gridRequest: GridRequest = new GridRequest();

/** Opens the targets in a grid; asks first where they are many. */
export function requestGrid(tabs: TerminalTabs, targets: readonly Target[]): void {
  if (targets.length > gridLimit) gridRequest.ask(targets);
  else openGrid(tabs, targets);
}
