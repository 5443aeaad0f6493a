import { allNamespaces, type PodScope } from '@podbay/client';
import type { SessionSummary } from '@podbay/protocol';
import type { TFunction } from 'i18next';
import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { commandRegistry } from '../commands/command-registry.ts';
import { type FoundPlace, findPlaces } from '../pods/find-place.ts';
import { places } from '../pods/places.ts';
import type { PodList } from '../pods/use-pods.ts';
import { useSessions } from '../sessions/use-sessions.ts';
import { targetLabel } from '../terminals/terminal-tabs.ts';
import { paletteCommandId } from './command-id.ts';
import type { Entry } from './entries.ts';
import type { Findable } from './find.ts';
import { PodSearch } from './pod-search.ts';

/** What there is to find from. */
export interface Surroundings {
  readonly scope: PodScope | undefined;
  readonly list: PodList;
  readonly contexts: readonly string[];
  readonly namespaces: readonly string[];
  /** The sessions that this page shows. */
  readonly shownSessions: readonly string[];
}

const sessionsIntervalMs = 5000;
/** Everything that can be found now. */
export function useFindable({ scope, list, contexts, namespaces, shownSessions }: Surroundings): Findable {
  const { t, i18n } = useTranslation();
  const { sessions } = useSessions({ intervalMs: sessionsIntervalMs, trigger: '' });
  const { pinned, recent } = useOwnPlaces(scope, list);
  const registered = useSyncExternalStore(commandRegistry.subscribe, commandRegistry.snapshot);
  const context = scope?.context ?? '';
  const { pods } = list;
  const search = useMemo(() => new PodSearch(pods, context), [pods, context]);
  return {
    context,
    pods,
    search,
    pinned,
    recent,
    sessions: sessions
      .filter(({ id, state }) => state !== 'ended' && !shownSessions.includes(id))
      .map(session => sessionEntry(session, t, i18n.language)),
    places: [
      ...contexts.filter(name => name !== context).map(name => contextEntry(name, t)),
      ...[allNamespaces, ...namespaces]
        .filter(name => name !== scope?.namespace)
        .map(name => namespaceEntry(name, t)),
    ],
    commands: registered
      .filter(({ id, isEnabled }) => id !== paletteCommandId && isEnabled?.() !== false)
      .map(command => {
        const detail = t(`commands.${command.group}`);
        return { type: 'command', key: command.id, title: command.title(), detail, weight: 1, command };
      }),
  };
}

interface OwnPlaces {
  readonly pinned: readonly FoundPlace[];
  readonly recent: readonly FoundPlace[];
}

function useOwnPlaces(scope: PodScope | undefined, { pods, loaded }: PodList): OwnPlaces {
  const kept = useSyncExternalStore(places.subscribe, places.snapshot);
  const { context = '', namespace = '' } = scope ?? {};
  return useMemo(() => {
    const reach = namespace === allNamespaces ? undefined : namespace;
    const known = { context, namespace: reach, loaded, pods };
    return { pinned: findPlaces(kept.pinned, known), recent: findPlaces(kept.recent, known) };
  }, [kept, context, namespace, loaded, pods]);
}

function sessionEntry(session: SessionSummary, t: TFunction, language: string): Entry {
  const { context, namespace } = session.target;
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    Date.parse(session.createdAt),
  );
  return {
    type: 'session',
    key: `session ${session.id}`,
    title: targetLabel(session.target),
    detail: `${context} / ${namespace} · ${t('palette.sessionDetail', { time })}`,
    weight: 1,
    session,
  };
}

function contextEntry(name: string, t: TFunction): Entry {
  const title = t('palette.context', { name });
  const detail = t('palette.contextDetail');
  return { type: 'context', key: `context ${name}`, name, title, detail, weight: 1 };
}

function namespaceEntry(name: string, t: TFunction): Entry {
  const title = name === allNamespaces ? t('palette.allNamespaces') : t('palette.namespace', { name });
  const detail = t('palette.namespaceDetail');
  return { type: 'namespace', key: `namespace ${name}`, name, title, detail, weight: 1 };
}
