import type { Target } from '@podbay/protocol';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { type DebugTrouble, explainDebug } from './explain-debug.ts';
import { patienceMs } from './start-debug.ts';
import type { DebugProgress } from './use-debug-start.ts';

/** What a debug container waits for, while it does. */
export function ProgressLine({ progress }: { readonly progress: DebugProgress }): ReactNode {
  const text = useProgressText(progress);
  // The region is there before its text, or screen readers would not read it.
  return (
    <p className="debug-progress" role="status">
      {text !== undefined && (
        <>
          <span aria-hidden="true" className="debug-spinner" />
          {text}
        </>
      )}
    </p>
  );
}

function useProgressText(progress: DebugProgress): string | undefined {
  const { t } = useTranslation();
  const seconds = useSeconds(progress.type === 'waiting' ? progress.sinceMs : undefined);
  switch (progress.type) {
    case 'asking':
      return t('debug.asking');
    case 'waiting': {
      const { container, reason } = progress;
      const isUsual = reason === '' || reason === 'ContainerCreating';
      const text = isUsual
        ? t('debug.waiting', { container })
        : t('debug.waitingReason', { container, reason });
      return seconds === 0 ? text : `${text} · ${t('notice.seconds', { count: seconds })}`;
    }
    case 'idle':
    case 'slow':
    case 'refused':
      return undefined;
    default:
      return progress satisfies never;
  }
}

/** Whole seconds since then, by fives: a screen reader would read each of them. */
function useSeconds(sinceMs: number | undefined): number {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    if (sinceMs === undefined) return;
    const tick = () => setNowMs(performance.now());
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [sinceMs]);
  return sinceMs === undefined ? 0 : Math.max(0, Math.floor((nowMs - sinceMs) / 5000) * 5);
}

interface TroubleProps {
  readonly progress: DebugProgress;
  readonly target: Target;
}

/** Why there is no debug container. */
export function Trouble({ progress, target }: TroubleProps): ReactNode {
  const { t } = useTranslation();
  const trouble = useTrouble(progress, target);
  return (
    <div role="alert">
      {trouble !== undefined && (
        <div className="debug-trouble">
          <Icon name="alert" size={14} />
          <div>
            <strong>{t('debug.failed')}</strong>
            <p>{trouble.text}</p>
            {trouble.said !== undefined && <p className="debug-said">{trouble.said}</p>}
            {trouble.hint !== undefined && <p>{trouble.hint}</p>}
          </div>
        </div>
      )}
    </div>
  );
}

function useTrouble(progress: DebugProgress, target: Target): DebugTrouble | undefined {
  const { t } = useTranslation();
  if (progress.type === 'refused') return explainDebug(progress.refusal, target, t);
  if (progress.type !== 'slow') return undefined;
  const text = t('debug.slow', { container: progress.container, seconds: patienceMs / 1000 });
  return { text, hint: t('debug.slowHint') };
}
