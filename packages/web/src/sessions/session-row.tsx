import type { SessionSummary } from '@podbay/protocol';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../parts/dot.tsx';
import { formatAge } from '../pods/age.ts';
import type { Tone } from '../pods/tone.ts';
import { targetLabel } from '../terminals/terminal-tabs.ts';

export interface SessionRowProps {
  readonly session: SessionSummary;
  /** This page shows it. */
  readonly isShown: boolean;
  readonly nowMs: number;
  readonly onAttach: (takeOver: boolean) => void;
  /** Resolves when that is done, or has failed. */
  readonly onEnd: () => Promise<void>;
}

const tones: Readonly<Record<SessionSummary['state'], Tone>> = {
  starting: 'pending',
  running: 'ok',
  detached: 'warn',
  ending: 'pending',
  ended: 'idle',
};

/** One session of the list. */
export function SessionRow(props: SessionRowProps): ReactNode {
  const { session, nowMs, isShown } = props;
  const { t, i18n } = useTranslation();
  const { target, state, viewers } = session;
  const facts = [
    t(`sessions.${state}`),
    formatAge(session.createdAt, nowMs, i18n.language),
    ...(viewers > 0 ? [t('sessions.viewers', { count: viewers })] : []),
    ...(isShown ? [t('sessions.here')] : []),
  ];
  return (
    <li className="session-row">
      <Dot tone={tones[state]} />
      <div className="session-what">
        <div className="session-target">{targetLabel(target)}</div>
        <div className="session-place">
          {target.context} / {target.namespace}
        </div>
        <div className="session-facts">{facts.join(' · ')}</div>
      </div>
      <SessionActions {...props} />
    </li>
  );
}

function SessionActions({ session, isShown, onAttach, onEnd }: SessionRowProps): ReactNode {
  const { t } = useTranslation();
  const [step, setStep] = useState<'none' | 'asking' | 'ending'>('none');
  const label = (action: string) => t('sessions.action', { action, target: targetLabel(session.target) });
  if (step === 'asking') {
    const confirm = () => {
      setStep('ending');
      void onEnd().then(() => setStep('none'));
    };
    return (
      <EndQuestion
        label={label(t('sessions.endConfirm'))}
        onCancel={() => setStep('none')}
        onConfirm={confirm}
      />
    );
  }
  const attach = t(isShown ? 'sessions.show' : 'sessions.attach');
  const takeOver = t('sessions.takeOver');
  const end = t('sessions.end');
  const isOver = session.state === 'ending' || session.state === 'ended' || step === 'ending';
  return (
    <div className="session-actions">
      {session.viewers > (isShown ? 1 : 0) && (
        <button
          aria-label={label(takeOver)}
          className="button"
          data-kind="quiet"
          onClick={() => onAttach(true)}
          title={t('sessions.takeOverHint')}
          type="button"
        >
          {takeOver}
        </button>
      )}
      <button aria-label={label(attach)} className="button" onClick={() => onAttach(false)} type="button">
        {attach}
      </button>
      <button
        aria-label={label(end)}
        className="button"
        data-kind="quiet"
        disabled={isOver}
        onClick={() => setStep('asking')}
        type="button"
      >
        {end}
      </button>
    </div>
  );
}

interface EndQuestionProps {
  readonly label: string;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

function EndQuestion({ label, onCancel, onConfirm }: EndQuestionProps): ReactNode {
  const { t } = useTranslation();
  const confirm = useRef<HTMLButtonElement>(null);
  const questionId = useId();
  useEffect(() => confirm.current?.focus(), []);
  return (
    <div className="session-actions session-question">
      <span className="session-question-text" id={questionId}>
        {t('sessions.endQuestion')}
      </span>
      <button className="button" onClick={onCancel} type="button">
        {t('app.cancel')}
      </button>
      <button
        aria-describedby={questionId}
        aria-label={label}
        className="button"
        data-kind="danger"
        onClick={onConfirm}
        ref={confirm}
        type="button"
      >
        {t('sessions.endConfirm')}
      </button>
    </div>
  );
}
