import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import type { LogSearch } from './log-search.ts';

export interface LogSearchBarProps {
  readonly search: LogSearch;
  readonly onSearch: (search: LogSearch) => void;
  readonly problem: string | undefined;
  readonly total: number;
  /** Index of the match that is shown, or -1. */
  readonly current: number;
  /** Goes so many matches on. */
  readonly onStep: (step: 1 | -1) => void;
}

/** The field that looks for something in a log. */
export function LogSearchBar(props: LogSearchBarProps): ReactNode {
  const { search, onSearch, problem, total, current, onStep } = props;
  const { t } = useTranslation();
  const counted = total === 0 ? t('logs.noMatch') : t('logs.matchCount', { current: current + 1, total });
  return (
    <div className="log-search">
      <input
        aria-invalid={problem !== undefined}
        aria-label={t('logs.search')}
        className="log-search-field"
        onChange={event => onSearch({ ...search, text: event.target.value })}
        onKeyDown={event => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
        }}
        placeholder={t('logs.search')}
        spellCheck={false}
        title={problem}
        type="search"
        value={search.text}
      />
      <button
        aria-label={t('logs.case')}
        aria-pressed={search.isCaseSensitive}
        className="log-toggle"
        onClick={() => onSearch({ ...search, isCaseSensitive: !search.isCaseSensitive })}
        title={t('logs.case')}
        type="button"
      >
        Aa
      </button>
      <button
        aria-label={t('logs.regex')}
        aria-pressed={search.isRegex}
        className="log-toggle"
        onClick={() => onSearch({ ...search, isRegex: !search.isRegex })}
        title={t('logs.regex')}
        type="button"
      >
        .*
      </button>
      <span className="log-search-count" role="status">
        {search.text !== '' && (problem ?? counted)}
      </span>
      <button
        aria-label={t('logs.previousMatch')}
        className="icon-button"
        disabled={total === 0}
        onClick={() => onStep(-1)}
        type="button"
      >
        <Icon name="up" size={14} />
      </button>
      <button
        aria-label={t('logs.next')}
        className="icon-button"
        disabled={total === 0}
        onClick={() => onStep(1)}
        type="button"
      >
        <Icon name="chevronDown" size={14} />
      </button>
    </div>
  );
}
