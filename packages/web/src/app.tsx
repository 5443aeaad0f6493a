import './parts/parts.css';
import './app.css';
import type { Target } from '@podbay/protocol';
import { lazy, type ReactNode, Suspense, useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { commandRegistry } from './commands/command-registry.ts';
import { listenForShortcuts } from './commands/listen-for-shortcuts.ts';
import { DebugRequests } from './debug/debug-requests.tsx';
import { parseDeepLink } from './deep-link.ts';
import { EmptyState } from './empty-state.tsx';
import { gridRequest, requestGrid } from './layout/open-grid.ts';
import { useLoginNeeded } from './login.ts';
import { PageDialogs } from './page-dialogs.tsx';
import { LoginPage } from './pages/login-page.tsx';
import { MessagePage } from './pages/message-page.tsx';
import type { Entry } from './palette/entries.ts';
import type { OpenWay } from './palette/palette.tsx';
import { Split } from './parts/split.tsx';
import { PodPanel } from './pods/pod-panel.tsx';
import { type PodList, usePods } from './pods/use-pods.ts';
import { useRecent } from './pods/use-recent.ts';
import type { AttachedSession } from './sessions/sessions-button.tsx';
import { SkipLinks } from './skip-links.tsx';
import { keepTabs } from './terminals/keep-tabs.ts';
import { shownSessions, TerminalTabs, tabTitle } from './terminals/terminal-tabs.ts';
import { TopBar } from './top-bar/top-bar.tsx';
import { useDeepLink } from './use-deep-link.ts';
import { useIntent } from './use-intent.ts';
import { usePageCommands } from './use-page-commands.ts';
import { type Place, usePlace } from './use-place.ts';
import { usePodsShown } from './use-pods-shown.ts';

// The terminal and the layout are most of the code: fetched by who has something open, or is about to.
const loadWorkspace = () => import('./terminals/workspace.tsx');
const TerminalWorkspace = lazy(loadWorkspace);
const GridQuestion = lazy(() => import('./layout/grid-question.tsx'));

const tabs = new TerminalTabs();
await keepTabs(tabs, { sessionStorage, localStorage, locks: navigator.locks, hash: location.hash });
const linked = parseDeepLink(location.hash);
if (linked !== undefined || tabs.snapshot().tabs.length > 0) void loadWorkspace();

/** The whole interface. */
export function App(): ReactNode {
  const { t } = useTranslation();
  const loginNeeded = useLoginNeeded();
  const place = usePlace(linked?.context, loginNeeded);
  const { scope } = place;
  const list = usePods(loginNeeded ? undefined : scope);
  const open = useSyncExternalStore(tabs.subscribe, tabs.snapshot);
  const podsShown = usePodsShown(open.activeId);
  useNarrowing(list, place.narrow);
  useDeepLink(tabs, open);
  useRecent(open, list, scope?.context);
  usePageCommands(podsShown.toggle);
  useIntent(loadWorkspace);
  useShortcuts(!loginNeeded);
  const openTarget = (target: Target) => void tabs.open(target);
  const attach = ({ target, id, takeOver }: AttachedSession) => tabs.join(target, id, { takeOver });
  const pick = (entry: Entry, way: OpenWay) => pickEntry(entry, way, place);
  const active = open.tabs.find(tab => tab.id === open.activeId);
  const pageTitle = active === undefined ? t('app.title') : `${tabTitle(active)} – ${t('app.title')}`;
  return (
    <>
      <title>{pageTitle}</title>
      <div className="app" inert={loginNeeded}>
        <SkipLinks />
        <TopBar
          context={place.context?.name}
          contexts={place.contexts}
          loaded={list.loaded}
          namespace={scope?.namespace}
          namespaces={place.namespaces}
          onAttach={attach}
          onContext={place.chooseContext}
          onNamespace={place.chooseNamespace}
          onTogglePods={podsShown.toggle}
          podsShown={podsShown.shown}
          shownSessions={shownSessions(open)}
          watch={list.state}
        />
        <Split
          handleLabel={t('app.resizePods')}
          setting="podsWidth"
          side={
            scope && (
              <PodPanel
                homeNamespace={place.context?.namespace ?? 'default'}
                key={scope.context}
                list={list}
                onGrid={targets => requestGrid(tabs, targets)}
                onLog={source => tabs.openLog(source)}
                onNamespace={place.chooseNamespace}
                onOpen={openTarget}
                onShow={podsShown.show}
                openTarget={active?.target}
                scope={scope}
              />
            )
          }
          sideLabel={t('app.pods')}
          sideShown={podsShown.shown}
        >
          <main aria-label={t('app.terminals')} className="workspace">
            {open.tabs.length + open.logs.length === 0 ? <EmptyState /> : <Terminals />}
          </main>
        </Split>
        <GridQuestions />
        {!loginNeeded && <DebugRequests tabs={tabs} />}
        <PageDialogs
          contexts={place.contexts.map(({ name }) => name)}
          list={list}
          namespaces={place.namespaces}
          onPick={pick}
          scope={scope}
          shownSessions={shownSessions(open)}
        />
      </div>
      {loginNeeded ? <LoginPage /> : <Failure {...place} />}
    </>
  );
}

/** Asks about a grid that is very large. */
function GridQuestions(): ReactNode {
  const targets = useSyncExternalStore(gridRequest.subscribe, gridRequest.snapshot);
  return (
    targets !== undefined && (
      <Suspense fallback={null}>
        <GridQuestion tabs={tabs} targets={targets} />
      </Suspense>
    )
  );
}

function pickEntry(entry: Entry, way: OpenWay, place: Place): void {
  const { activeId } = tabs.snapshot();
  const beside = way === 'split' && activeId !== undefined;
  const options = beside ? { place: { beside: activeId, direction: 'right' } as const } : {};
  switch (entry.type) {
    case 'container':
      tabs.open(entry.target, options);
      break;
    case 'session':
      tabs.join(entry.session.target, entry.session.id, options);
      break;
    case 'context':
      place.chooseContext(entry.name);
      break;
    case 'namespace':
      place.chooseNamespace(entry.name);
      break;
    case 'command':
      entry.command.run();
      break;
    default:
      entry satisfies never;
  }
}

function Terminals(): ReactNode {
  return (
    <Suspense fallback={<div className="opening" />}>
      <TerminalWorkspace tabs={tabs} />
    </Suspense>
  );
}

function Failure({ error, reload }: Pick<ReturnType<typeof usePlace>, 'error' | 'reload'>): ReactNode {
  const { t } = useTranslation();
  if (error === undefined) return null;
  const text = error.isUnreachable ? t('failure.text') : error.refusal.message;
  return (
    <MessagePage text={text} title={t('failure.title')}>
      <button className="button" data-kind="primary" onClick={reload} type="button">
        {t('app.retry')}
      </button>
    </MessagePage>
  );
}

/** Shows less where the user may not see everything, rather than nothing. */
function useNarrowing({ state }: PodList, narrow: () => void): void {
  const forbidden = state.type === 'failed' && state.refusal.code === 'forbidden';
  useEffect(() => {
    if (forbidden) narrow();
  }, [forbidden, narrow]);
}

function useShortcuts(listening: boolean): void {
  useEffect(() => (listening ? listenForShortcuts(window, commandRegistry) : undefined), [listening]);
}
