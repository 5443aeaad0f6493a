import './top-bar.css';
import { allNamespaces, type WatchState } from '@podbay/client';
import { type ContextSummary, isLabelName } from '@podbay/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { commandRegistry } from '../commands/command-registry.ts';
import { ariaShortcut, shortcutText } from '../commands/shortcut-label.ts';
import { UserMenu } from '../pages/user-menu.tsx';
import { paletteCommandId, paletteShortcuts } from '../palette/command-id.ts';
import { Icon } from '../parts/icons.tsx';
import { Picker } from '../parts/picker.tsx';
import { type AttachedSession, SessionsButton } from '../sessions/sessions-button.tsx';
import { LiveState } from './live-state.tsx';
import { SettingsMenu } from './settings-menu.tsx';

export interface TopBarProps {
  readonly contexts: readonly ContextSummary[];
  readonly context: string | undefined;
  readonly namespaces: readonly string[];
  readonly namespace: string | undefined;
  readonly watch: WatchState;
  readonly loaded: boolean;
  readonly podsShown: boolean;
  /** The sessions that this page shows. */
  readonly shownSessions: readonly string[];
  readonly onAttach: (session: AttachedSession) => void;
  readonly onContext: (context: string) => void;
  readonly onNamespace: (namespace: string) => void;
  readonly onTogglePods: () => void;
}

/** Where one is, and whether it is live. */
export function TopBar(props: TopBarProps): ReactNode {
  const { t } = useTranslation();
  return (
    <header className="top-bar">
      <button
        aria-label={t(props.podsShown ? 'app.hidePods' : 'app.showPods')}
        aria-pressed={props.podsShown}
        className="icon-button"
        onClick={props.onTogglePods}
        type="button"
      >
        <Icon name="panel" />
      </button>
      <h1 className="brand">
        <img alt="" src="./icon.svg" />
        <span className="brand-name">{t('app.title')}</span>
      </h1>
      <Pickers {...props} />
      <span className="top-bar-space" />
      {props.context !== undefined && <FindButton />}
      <span className="top-bar-space" />
      {props.context !== undefined && <LiveState loaded={props.loaded} state={props.watch} />}
      {props.context !== undefined && (
        <SessionsButton onAttach={props.onAttach} shown={props.shownSessions} />
      )}
      <UserMenu />
      <SettingsMenu />
    </header>
  );
}

/** The way to the palette for those who don't know its shortcut yet. */
function FindButton(): ReactNode {
  const { t } = useTranslation();
  return (
    <button
      aria-keyshortcuts={ariaShortcut(paletteShortcuts[0])}
      className="find-button"
      onClick={() => commandRegistry.run(paletteCommandId)}
      title={t('palette.title')}
      type="button"
    >
      <Icon name="search" size={14} />
      <span className="find-button-text">{t('palette.button')}</span>
      <span aria-hidden="true" className="find-button-keys">
        {shortcutText(paletteShortcuts[0])}
      </span>
    </button>
  );
}

function Pickers({
  contexts,
  context,
  namespaces,
  namespace,
  onContext,
  onNamespace,
}: TopBarProps): ReactNode {
  const { t } = useTranslation();
  const contextChoices = contexts.map(({ name, demo }) => ({
    value: name,
    label: name,
    note: demo ? t('app.demo') : undefined,
  }));
  const namespaceChoices = [
    { value: allNamespaces, label: t('picker.allNamespaces') },
    ...namespaces.map(name => ({ value: name, label: name })),
  ];
  if (context === undefined) return null;
  return (
    <>
      <Picker choices={contextChoices} label={t('picker.context')} onPick={onContext} value={context} />
      <span aria-hidden="true" className="top-bar-slash">
        /
      </span>
      <Picker
        accepts={isLabelName}
        choices={namespaceChoices}
        label={t('picker.namespace')}
        onPick={onNamespace}
        value={namespace}
      />
    </>
  );
}
