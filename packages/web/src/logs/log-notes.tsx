import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { translateRefusal } from '../terminals/translate-refusal.ts';
import type { LogFeed } from './log-feed.ts';
import type { LogSource } from './log-tab.ts';

export interface LogNotesProps {
  readonly feed: LogFeed;
  readonly source: LogSource;
}

/** Why the log of a container can't be shown, in words. */
export function LogNotes({ feed, source }: LogNotesProps): ReactNode {
  const { t } = useTranslation();
  const notes = [...feed.sources.states()].flatMap(([container, state]) => {
    if (state.type !== 'refused') return [];
    const { refusal } = state;
    const part = translateRefusal(refusal, { ...source, container }, t);
    // What is said of opening a terminal is not said of a log: its rights and its runs have words of their own.
    const isOwn = refusal.code === 'forbidden' || refusal.code === 'not-found';
    const message = isOwn ? refusal.message : (part.text ?? refusal.message);
    return [{ container, text: container === '' ? message : t('logs.toRefuse', { container, message }) }];
  });
  return (
    <div className="log-notes" role="status">
      {notes.map(({ container, text }) => (
        <div className="log-note" key={container}>
          <Icon name="alert" size={14} />
          {text}
        </div>
      ))}
    </div>
  );
}
