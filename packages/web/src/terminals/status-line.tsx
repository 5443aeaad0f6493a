import type { Ending, SessionState } from '@podbay/client';
import type { EndReason, Outcome } from '@podbay/protocol';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../parts/dot.tsx';
import { Icon } from '../parts/icons.tsx';
import type { Tone } from '../pods/tone.ts';
import { refusalTitle } from './explain-refusal.ts';
import { useCountdown } from './use-countdown.ts';
import { useResumed } from './use-resumed.ts';

export interface StatusLineProps {
  readonly state: SessionState;
  /** How many look on, this page among them. */
  readonly viewers: number;
  readonly onRetry: () => void;
  readonly onComeBack: () => void;
  readonly onOpenAgain: () => void;
}

/** One quiet line below a terminal: how its connection is, or how it ended. */
export function StatusLine({ state, viewers, onRetry, onComeBack, onOpenAgain }: StatusLineProps): ReactNode {
  const { t } = useTranslation();
  const seconds = useCountdown(state);
  const resumed = useResumed(state);
  const isElsewhere = state.type === 'ended' && isReplaced(state.ending);
  return (
    <div className="status-line" data-state={state.type} data-testid="terminal-status">
      <Dot tone={stateTone(state)} />
      <span role="status">{resumed ? t('terminal.resumed') : stateText(state, seconds, t)}</span>
      {state.type === 'attached' && state.started && state.rttMs !== undefined && (
        <span className="status-rtt">{t('terminal.rtt', { rtt: formatRtt(state.rttMs) })}</span>
      )}
      {state.type === 'attached' && viewers > 1 && (
        <span className="status-viewers">
          <Icon name="viewers" size={14} />
          {t('terminal.viewers', { count: viewers - 1 })}
        </span>
      )}
      <span className="status-space" />
      {state.type === 'waiting' && (
        <button className="status-button" onClick={onRetry} type="button">
          {t('terminal.retryNow')}
        </button>
      )}
      {isElsewhere && (
        <button className="status-button" data-kind="primary" onClick={onComeBack} type="button">
          {t('terminal.comeBack')}
        </button>
      )}
      {state.type === 'ended' && state.ending.type !== 'refused' && !isElsewhere && (
        <button className="status-button" data-kind="primary" onClick={onOpenAgain} type="button">
          {t('terminal.openAgain')}
        </button>
      )}
    </div>
  );
}

/** The colour of a session's state. */
export function stateTone(state: SessionState): Tone {
  switch (state.type) {
    case 'connecting':
      return state.attempt > 0 ? 'warn' : 'pending';
    case 'attached':
      return state.started ? 'ok' : 'pending';
    case 'waiting':
      return 'warn';
    case 'ended':
      return endingTone(state.ending);
    default:
      return state satisfies never;
  }
}

function isReplaced(ending: Ending): boolean {
  return ending.type === 'closed' && ending.reason === 'replaced';
}

function endingTone(ending: Ending): Tone {
  if (ending.type !== 'exit') return ending.type === 'refused' ? 'bad' : 'idle';
  const { outcome } = ending;
  if (outcome.type === 'ended') return 'idle';
  return outcome.type === 'exited' && outcome.code === 0 ? 'idle' : 'bad';
}

function stateText(state: SessionState, seconds: number, t: TFunction): string {
  switch (state.type) {
    case 'connecting':
      return t(state.resuming || state.attempt > 0 ? 'terminal.reconnecting' : 'terminal.connecting');
    case 'attached':
      return t(state.started ? 'terminal.connected' : 'terminal.starting');
    case 'waiting':
      return seconds > 0 ? t('terminal.waiting', { seconds }) : t('terminal.reconnecting');
    case 'ended':
      return endingText(state.ending, t);
    default:
      return state satisfies never;
  }
}

const closedKeys = {
  unauthorized: 'terminal.closedUnauthorized',
  'no-session': 'terminal.closedNoSession',
  replaced: 'terminal.closedReplaced',
  'bad-request': 'terminal.closedBadRequest',
  unknown: 'terminal.closedUnknown',
} as const;

function endingText(ending: Ending, t: TFunction): string {
  switch (ending.type) {
    case 'exit':
      return outcomeText(ending.outcome, t);
    case 'refused':
      return refusalTitle(ending.refusal.code, t);
    case 'closed':
      return t(closedKeys[ending.reason]);
    default:
      return ending satisfies never;
  }
}

const endedKeys = {
  user: 'terminal.endedUser',
  grace: 'terminal.endedGrace',
  idle: 'terminal.endedIdle',
  lifetime: 'terminal.endedLifetime',
  'permission-gone': 'terminal.endedPermissionGone',
  'container-gone': 'terminal.endedContainerGone',
  shutdown: 'terminal.endedShutdown',
} as const satisfies Record<EndReason, string>;

function outcomeText(outcome: Outcome, t: TFunction): string {
  switch (outcome.type) {
    case 'exited':
      return t('terminal.exited', { code: outcome.code });
    case 'failed':
      return t('terminal.failed', { message: outcome.refusal.message });
    case 'lost':
      return t('terminal.lost');
    case 'ended':
      return t(endedKeys[outcome.reason]);
    default:
      return outcome satisfies never;
  }
}

function formatRtt(rttMs: number): string {
  return rttMs < 10 ? rttMs.toFixed(1) : String(Math.round(rttMs));
}
