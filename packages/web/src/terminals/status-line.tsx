import type { SessionState } from '@podbay/client';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../parts/dot.tsx';
import { Icon } from '../parts/icons.tsx';
import type { Tone } from '../pods/tone.ts';
import { endingText, endingTone } from './ending-text.ts';
import { useCountdown } from './use-countdown.ts';
import { useResumed } from './use-resumed.ts';

export interface StatusLineProps {
  readonly state: SessionState;
  /** How many look on, this page among them. */
  readonly viewers: number;
  /** What the terminal shows is being recorded. */
  readonly recording: boolean;
  /** Not all that was put out meanwhile could be had again. */
  readonly skipped: boolean;
  readonly onRetry: () => void;
}

/** One quiet line below a terminal: how its connection is, or how it ended. */
export function StatusLine({ state, viewers, recording, skipped, onRetry }: StatusLineProps): ReactNode {
  const { t } = useTranslation();
  const seconds = useCountdown(state);
  const resumed = useResumed(state);
  const resumedText = t(skipped ? 'terminal.resumedWithGap' : 'terminal.resumed');
  return (
    <div className="status-line" data-state={state.type} data-testid="terminal-status" tabIndex={-1}>
      <Dot tone={stateTone(state)} />
      <span role="status">{resumed ? resumedText : stateText(state, seconds, t)}</span>
      {state.type === 'attached' && state.started && state.rttMs !== undefined && (
        <span className="status-rtt">{t('terminal.rtt', { rtt: formatRtt(state.rttMs) })}</span>
      )}
      {state.type === 'attached' && viewers > 1 && (
        <span className="status-viewers">
          <Icon name="viewers" size={14} />
          {t('terminal.viewers', { count: viewers - 1 })}
        </span>
      )}
      {recording && state.type !== 'ended' && (
        <span className="status-recording" role="status" title={t('policy.recordingText')}>
          <Dot tone="bad" />
          {t('policy.recording')}
        </span>
      )}
      <span className="status-space" />
      {state.type === 'waiting' && (
        <button className="status-button" onClick={onRetry} type="button">
          {t('terminal.retryNow')}
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

function formatRtt(rttMs: number): string {
  return rttMs < 10 ? rttMs.toFixed(1) : String(Math.round(rttMs));
}
