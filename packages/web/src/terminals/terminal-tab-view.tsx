import type { SessionState } from '@podbay/client';
import type { TFunction } from 'i18next';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../parts/dot.tsx';
import { Icon } from '../parts/icons.tsx';
import { stateTone } from './status-line.tsx';
import { type TerminalTab, tabTitle, targetLabel } from './terminal-tabs.ts';

export interface TerminalTabViewProps {
  readonly tab: TerminalTab;
  readonly isActive: boolean;
  readonly onClose: () => void;
}

/** The tab of a terminal. The layout library gives it its role and name. */
export function TerminalTabView({ tab, isActive, onClose }: TerminalTabViewProps): ReactNode {
  const { t } = useTranslation();
  const { state, target } = tab;
  const title = tabTitle(tab);
  const code = exitCode(state);
  const ref = useRef<HTMLDivElement>(null);
  // Where there are many tabs, the list does not show them all; and a title that changes moves the others.
  useEffect(() => {
    if (isActive && title !== '') ref.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isActive, title]);
  return (
    <div
      className="terminal-tab"
      data-state={state.type}
      ref={ref}
      title={`${title}\n${target.namespace} / ${targetLabel(target)}`}
    >
      <Dot tone={stateTone(state)} />
      <span className="terminal-tab-title">{title}</span>
      {code !== undefined && (
        <span className="terminal-tab-code" data-tone={code === 0 ? 'idle' : 'bad'}>
          {code}
        </span>
      )}
      <button
        aria-label={t('terminal.closeTab', { title })}
        className="terminal-tab-close"
        onClick={onClose}
        onPointerDown={event => event.stopPropagation()}
        tabIndex={-1}
        type="button"
      >
        <Icon name="close" size={12} />
      </button>
    </div>
  );
}

/** The whole of it in words, for assistive technology. */
export function tabLabel(tab: TerminalTab, t: TFunction): string {
  const state = stateWord(tab.state, t);
  const target = targetLabel(tab.target);
  if (tab.title === '') return t('terminal.tabLabelPlain', { target, state });
  return t('terminal.tabLabel', { title: tab.title, target, state });
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

function exitCode(state: SessionState): number | undefined {
  if (state.type !== 'ended' || state.ending.type !== 'exit') return undefined;
  const { outcome } = state.ending;
  return outcome.type === 'exited' ? outcome.code : undefined;
}
