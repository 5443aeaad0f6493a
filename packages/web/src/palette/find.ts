import type { PodSummary } from '@podbay/protocol';
import type { FoundPlace } from '../pods/find-place.ts';
import { placeEntry, podEntries, targetKey } from './container-entries.ts';
import type { Entry, Found, FoundGroup } from './entries.ts';
import type { PodSearch } from './pod-search.ts';
import { searchEntries, toQuery } from './search.ts';

/** Everything that the palette knows. */
export interface Findable {
  readonly context: string;
  readonly pods: readonly PodSummary[];
  /** Over the same pods. */
  readonly search: PodSearch;
  readonly pinned: readonly FoundPlace[];
  readonly recent: readonly FoundPlace[];
  readonly sessions: readonly Entry[];
  readonly places: readonly Entry[];
  readonly commands: readonly Entry[];
}

const limits = { containers: 40, sessions: 8, places: 8, commands: 12, all: 200, unasked: 8 };

/** What `typed` finds, in groups, the one with the best match first. A `>` before it: commands alone. */
export function find(typed: string, known: Findable): readonly FoundGroup[] {
  if (typed.startsWith('>')) {
    const query = toQuery(typed.slice(1));
    return filled([{ value: 'commands', items: searchEntries(query, known.commands, limits.all) }]);
  }
  const query = toQuery(typed);
  return query === '' ? unasked(known) : asked(query, known);
}

function unasked({ pinned, recent, sessions, commands, pods, context }: Findable): readonly FoundGroup[] {
  const isPinned = new Set(pinned.map(({ target }) => targetKey(target)));
  const others = recent.filter(({ target, state }) => state !== 'gone' && !isPinned.has(targetKey(target)));
  const known = pinned.length + others.length > 0;
  const first = known
    ? []
    : pods.slice(0, limits.unasked).flatMap(pod => podEntries(pod, context, () => 'none'));
  const group = (value: FoundGroup['value'], entries: readonly Entry[], limit: number): FoundGroup => {
    return { value, items: searchEntries('', entries, limit) };
  };
  return filled([
    group(
      'pinned',
      pinned.map(place => placeEntry(place, 'pinned')),
      limits.containers,
    ),
    group(
      'recent',
      others.map(place => placeEntry(place, 'recent')),
      limits.unasked,
    ),
    group('containers', first, limits.unasked),
    group('sessions', sessions, limits.sessions),
    group('commands', commands, limits.all),
  ]);
}

function asked(query: string, known: Findable): readonly FoundGroup[] {
  const { sessions, places, commands } = known;
  const groups: readonly FoundGroup[] = [
    { value: 'containers', items: findContainers(query, known) },
    { value: 'sessions', items: searchEntries(query, sessions, limits.sessions) },
    { value: 'places', items: searchEntries(query, places, limits.places) },
    { value: 'commands', items: searchEntries(query, commands, limits.commands) },
  ];
  return filled(groups).toSorted((a, b) => best(b.items) - best(a.items));
}

interface OwnPlace {
  readonly mark: 'pinned' | 'recent';
  readonly found: FoundPlace;
}

/** Pods first, then their containers: most of a pod's text is the same for each of them. */
function findContainers(query: string, known: Findable): readonly Found[] {
  const { context, search, pinned, recent } = known;
  const own = new Map<string, OwnPlace>();
  for (const found of recent) own.set(targetKey(found.target), { mark: 'recent', found });
  for (const found of pinned) own.set(targetKey(found.target), { mark: 'pinned', found });
  const live = search
    .find(query, limits.containers)
    .flatMap(pod => podEntries(pod, context, key => own.get(key)?.mark ?? 'none'));
  const listed = new Set(live.map(({ key }) => key));
  const elsewhere = [...own]
    .filter(([key, { found }]) => !listed.has(key) && found.state !== 'gone')
    .map(([, { found, mark }]) => placeEntry(found, mark));
  return searchEntries(query, [...live, ...elsewhere], limits.containers);
}

function filled(groups: readonly FoundGroup[]): readonly FoundGroup[] {
  return groups.filter(({ items }) => items.length > 0);
}

function best(items: readonly Found[]): number {
  return items[0]?.score ?? 0;
}
