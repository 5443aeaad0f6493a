import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { Select } from '../parts/select.tsx';
import { maxLogLines } from './log-buffer.ts';
import type { LogOptions } from './log-feed.ts';

/** How lines are shown. */
export interface LogLook {
  readonly showTime: boolean;
  readonly wrap: boolean;
  readonly follow: boolean;
}

export interface LogToolbarProps {
  readonly options: LogOptions;
  readonly onOptions: (options: LogOptions) => void;
  readonly look: LogLook;
  readonly onLook: (look: LogLook) => void;
  readonly onDownload: () => void;
}

type Range = Pick<LogOptions, 'sinceSeconds' | 'tailLines'>;

const ranges: readonly Range[] = [
  { sinceSeconds: undefined, tailLines: 1000 },
  { sinceSeconds: undefined, tailLines: 10_000 },
  { sinceSeconds: undefined, tailLines: maxLogLines },
  { sinceSeconds: 60, tailLines: maxLogLines },
  { sinceSeconds: 15 * 60, tailLines: maxLogLines },
  { sinceSeconds: 3600, tailLines: maxLogLines },
  { sinceSeconds: 24 * 3600, tailLines: maxLogLines },
];

/** The range that a log is opened with. */
export const firstRange: Range = { sinceSeconds: undefined, tailLines: 1000 };

/** What of a log is shown, and how. */
export function LogToolbar({ options, onOptions, look, onLook, onDownload }: LogToolbarProps): ReactNode {
  const { t } = useTranslation();
  const chosen = ranges.findIndex(
    range => range.sinceSeconds === options.sinceSeconds && range.tailLines === options.tailLines,
  );
  const rangeLabel = ({ sinceSeconds, tailLines }: Range) => {
    if (sinceSeconds !== undefined && sinceSeconds >= 3600)
      return t('logs.sinceHours', { count: sinceSeconds / 3600 });
    if (sinceSeconds !== undefined) return t('logs.sinceMinutes', { count: sinceSeconds / 60 });
    return tailLines === maxLogLines
      ? t('logs.everything', { count: tailLines })
      : t('logs.tail', { count: tailLines });
  };
  const toggle = (key: keyof LogLook, label: string) => (
    <button
      aria-pressed={look[key]}
      className="log-toggle"
      onClick={() => onLook({ ...look, [key]: !look[key] })}
      type="button"
    >
      {label}
    </button>
  );
  return (
    <div className="log-tools">
      <Select
        aria-label={t('logs.range')}
        choices={ranges.map((range, index) => ({ value: index, label: rangeLabel(range) }))}
        onChange={index => onOptions({ ...options, ...ranges[index] })}
        value={chosen}
      />
      {!options.previous && toggle('follow', t('logs.follow'))}
      {toggle('showTime', t('logs.timestamps'))}
      {toggle('wrap', t('logs.wrap'))}
      <button
        aria-pressed={options.previous}
        className="log-toggle"
        onClick={() => onOptions({ ...options, previous: !options.previous })}
        type="button"
      >
        {t('logs.previous')}
      </button>
      <button
        aria-label={t('logs.download')}
        className="icon-button"
        onClick={onDownload}
        title={t('logs.download')}
        type="button"
      >
        <Icon name="save" size={15} />
      </button>
    </div>
  );
}
