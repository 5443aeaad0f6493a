import type { PodSummary, Target } from '@podbay/protocol';
import { readSetting, writeSetting } from '../settings/storage.ts';

/** A container that somebody wants to come back to. The workload tells where to find it when its pod was replaced. */
export interface Place {
  readonly target: Target;
  readonly owner: PodSummary['owner'];
}

/** The latest first. */
export interface PlacesSnapshot {
  readonly pinned: readonly Place[];
  readonly recent: readonly Place[];
}

type Kept = keyof PlacesSnapshot;

const max: Readonly<Record<Kept, number>> = { pinned: 50, recent: 20 };

/** The containers that were pinned, and those that were opened last. Kept in the browser, and shared by its pages. */
export class Places {
  readonly #listeners = new Set<() => void>();
  #snapshot: PlacesSnapshot = { pinned: readPlaces('pinned'), recent: readPlaces('recent') };

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) globalThis.addEventListener?.('storage', this.#handleStorage);
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) globalThis.removeEventListener?.('storage', this.#handleStorage);
    };
  };

  readonly snapshot = (): PlacesSnapshot => this.#snapshot;

  noteOpened(place: Place): void {
    this.#keep('recent', [place, ...without(this.#snapshot.recent, place.target)]);
  }

  isPinned(target: Target): boolean {
    return this.#snapshot.pinned.some(place => isSameTarget(place.target, target));
  }

  /** Pins it, or takes the pin away. */
  togglePin(place: Place): void {
    const rest = without(this.#snapshot.pinned, place.target);
    this.#keep('pinned', this.isPinned(place.target) ? rest : [...rest, place]);
  }

  #keep(kept: Kept, places: readonly Place[]): void {
    const shortened = places.slice(0, max[kept]);
    writeSetting(kept, JSON.stringify(shortened));
    this.#set({ ...this.#snapshot, [kept]: shortened });
  }

  #handleStorage = (): void => {
    this.#set({ pinned: readPlaces('pinned'), recent: readPlaces('recent') });
  };

  #set(snapshot: PlacesSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}

export function isSameTarget(a: Target, b: Target): boolean {
  return (
    a.context === b.context && a.namespace === b.namespace && a.pod === b.pod && a.container === b.container
  );
}

function without(places: readonly Place[], target: Target): readonly Place[] {
  return places.filter(place => !isSameTarget(place.target, target));
}

function readPlaces(kept: Kept): readonly Place[] {
  try {
    const read: unknown = JSON.parse(readSetting(kept) ?? '[]');
    return Array.isArray(read) ? read.filter(isPlace) : [];
  } catch {
    return []; // not ours
  }
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false;
  const { target, owner } = value as Partial<Record<string, unknown>>;
  return hasStrings(target, ['context', 'namespace', 'pod', 'container']) && isOwner(owner);
}

function isOwner(value: unknown): boolean {
  return value === null || hasStrings(value, ['kind', 'name']);
}

function hasStrings(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return names.every(name => typeof (value as Record<string, unknown>)[name] === 'string');
}

/** The places of this browser. */
export const places: Places = new Places();
