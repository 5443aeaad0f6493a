import type { SessionState } from '@podbay/client';
import type { TFunction } from 'i18next';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../parts/dot.tsx';
import { Icon } from '../parts/icons.tsx';
import { Middle } from '../parts/middle.tsx';
import { stateTone } from './status-line.tsx';
import { TabClose } from './tab-close.tsx';
import { type TabAction, TabMenu } from './tab-menu.tsx';
import { TabName } from './tab-name.tsx';
import { type TerminalTab, tabTitle, targetLabel } from './terminal-tabs.ts';

export interface TerminalTabViewProps {
  readonly tab: TerminalTab;
  readonly isActive: boolean;
  readonly isRenaming: boolean;
  readonly actions: readonly (readonly TabAction[])[];
  /** `undefined`: it stays as it is. */
  readonly onName: (name: string | undefined) => void;
}

/** The tab of a terminal. The layout library gives it its role and name. */
export function TerminalTabView(props: TerminalTabViewProps): ReactNode {
  const { tab, isActive, isRenaming, actions, onName } = props;
  const { t } = useTranslation();
  const { state, target } = tab;
  const title = tabTitle(tab);
  const ref = useRef<HTMLDivElement>(null);
  // Where there are many tabs, the list does not show them all; and a title that changes moves the others.
  useEffect(() => {
    if (isActive && title !== '') ref.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isActive, title]);
  return (
    <>
      <TabMenu groups={actions}>
        <div
          className="terminal-tab"
          data-activity={tab.activity || undefined}
          data-state={state.type}
          data-tab={tab.id}
          ref={ref}
          title={`${title}\n${target.namespace} / ${targetLabel(target)}`}
        >
          <Dot tone={stateTone(state)} />
          <Middle className="terminal-tab-title" text={title} />
          <TabMarks tab={tab} />
          <TabClose name={t('terminal.closeTab', { title })} />
        </div>
      </TabMenu>
      {isRenaming && <TabName name={tab.name} onDone={onName} tab={ref} />}
    </>
  );
}

/** What happened while nobody looked, and how it ended: a shape each, and words in the tab's name. */
function TabMarks({ tab: { state, bell, activity } }: Pick<TerminalTabViewProps, 'tab'>): ReactNode {
  const code = exitCode(state);
  return (
    <>
      {isLost(state) && (
        <span className="terminal-tab-mark" data-tone="warn">
          <Icon name="alert" size={13} />
        </span>
      )}
      {bell && (
        <span className="terminal-tab-mark" data-tone="pending">
          <Icon name="bell" size={13} />
        </span>
      )}
      {activity && !bell && <span className="terminal-tab-activity" />}
      {code !== undefined && (
        <span className="terminal-tab-code" data-tone={code === 0 ? 'idle' : 'bad'}>
          {code}
        </span>
      )}
    </>
  );
}

/** The whole of it in words, for assistive technology. */
export function tabLabel(tab: TerminalTab, t: TFunction): string {
  const news = [tab.bell && t('layout.rang'), tab.activity && t('layout.printed')].filter(
    word => word !== false,
  );
  const state = [stateWord(tab.state, t), ...news].join(t('layout.comma'));
  const target = targetLabel(tab.target);
  const title = tab.name || tab.title;
  if (title === '') return t('terminal.tabLabelPlain', { target, state });
  return t('terminal.tabLabel', { title, target, state });
}

function stateWord(state: SessionState, t: TFunction): string {
  const code = exitCode(state);
  if (code !== undefined) return t('terminal.stateExited', { code });
  switch (state.type) {
    case 'connecting':
      return t(state.resuming ? 'terminal.stateLost' : 'terminal.stateConnecting');
    case 'attached':
      return t('terminal.stateConnected');
    case 'waiting':
      return t('terminal.stateLost');
    case 'ended':
      return t('terminal.stateEnded');
    default:
      return state satisfies never;
  }
}

function isLost(state: SessionState): boolean {
  return state.type === 'waiting' || (state.type === 'connecting' && state.attempt > 0);
}

function exitCode(state: SessionState): number | undefined {
  if (state.type !== 'ended' || state.ending.type !== 'exit') return undefined;
  const { outcome } = state.ending;
  return outcome.type === 'exited' ? outcome.code : undefined;
}
