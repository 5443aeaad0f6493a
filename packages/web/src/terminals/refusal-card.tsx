import type { Refusal, Target } from '@podbay/protocol';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../parts/copy-button.tsx';
import { Icon } from '../parts/icons.tsx';
import { explainRefusal } from './explain-refusal.ts';

export interface RefusalCardProps {
  readonly refusal: Refusal;
  readonly target: Target;
  readonly onRetry: () => void;
}

/** Says why a container can't be opened, and what can be done. */
export function RefusalCard({ refusal, target, onRetry }: RefusalCardProps): ReactNode {
  const { t } = useTranslation();
  const titleId = useId();
  const { icon, title, text, hint, command } = explainRefusal(refusal, target, t);
  return (
    <section aria-labelledby={titleId} className="refusal" data-code={refusal.code}>
      <span className="refusal-icon">
        <Icon name={icon} size={20} />
      </span>
      <h2 id={titleId}>{title}</h2>
      <p>{text}</p>
      {hint !== undefined && <p className="refusal-hint">{hint}</p>}
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
