import type { DebugContainer, Refusal, Target } from '@podbay/protocol';
import { lazy, type ReactNode, Suspense, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebugImages } from '../debug/page-debug.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Icon } from '../parts/icons.tsx';
import { explainRefusal } from './explain-refusal.ts';

const DebugOffer = lazy(() => import('../debug/debug-offer.tsx'));

export interface RefusalCardProps {
  readonly refusal: Refusal;
  readonly target: Target;
  /** The container that a debug container would be beside: another one where the target is a debug container. */
  readonly besideTarget: Target;
  readonly onRetry: () => void;
  /** A debug container runs: it is to be opened in place of this one. */
  readonly onDebug: (started: DebugContainer) => void;
}

/** Says why a container can't be opened, and what can be done. */
export function RefusalCard(props: RefusalCardProps): ReactNode {
  const { refusal, target, besideTarget, onRetry, onDebug } = props;
  const { t } = useTranslation();
  const titleId = useId();
  const images = useDebugImages();
  const known = needsDebug(props) ? images : undefined;
  const { icon, title, text, said, hint, command } = explainRefusal(refusal, target, t);
  return (
    <section aria-labelledby={titleId} className="refusal" data-code={refusal.code}>
      <span className="refusal-icon">
        <Icon name={icon} size={20} />
      </span>
      <h2 id={titleId}>{title}</h2>
      <p>{text}</p>
      {said !== undefined && <p className="refusal-said">{said}</p>}
      {known !== undefined && (
        <Suspense fallback={null}>
          <DebugOffer known={known} onStarted={onDebug} target={besideTarget} />
        </Suspense>
      )}
      {hint !== undefined && (
        <p className="refusal-hint">
          {known !== undefined && refusal.code === 'no-shell' ? t('debug.otherwise') : hint}
        </p>
      )}
      {command !== undefined && (
        <div className="refusal-command">
          <code>
            {command.split(' ').map(word => (
              <span key={word}>{word} </span>
            ))}
          </code>
          <CopyButton text={command} />
        </div>
      )}
      <div className="refusal-actions">
        <button className="button" onClick={onRetry} type="button">
          <Icon name="refresh" size={14} />
          {t('app.retry')}
        </button>
      </div>
      <p className="refusal-where">
        {target.context} / {target.namespace} / {target.pod} / {target.container}
      </p>
    </section>
  );
}

/** There is no shell, or the debug container that had one has ended. */
function needsDebug({ refusal, target, besideTarget }: RefusalCardProps): boolean {
  const hasEnded = target.container !== besideTarget.container && refusal.code === 'container-not-running';
  return refusal.code === 'no-shell' || hasEnded;
}
