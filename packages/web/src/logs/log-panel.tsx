import './logs.css';
import type { DockviewPanelApi } from 'dockview-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileName, saveFile } from '../terminal-actions/save-file.ts';
import { refusalTitle } from '../terminals/explain-refusal.ts';
import { translateRefusal } from '../terminals/translate-refusal.ts';
import type { LogFeed, LogOptions } from './log-feed.ts';
import { LogLines } from './log-lines.tsx';
import { LogNotes } from './log-notes.tsx';
import type { LogSearch } from './log-search.ts';
import { LogSearchBar } from './log-search-bar.tsx';
import { type LogSource, logLabel } from './log-tab.ts';
import { firstRange, type LogLook, LogToolbar } from './log-toolbar.tsx';
import { plainText } from './sgr-spans.ts';
import { useLogFeed } from './use-log-feed.ts';
import { useLogSearch } from './use-log-search.ts';

export interface LogPanelProps {
  readonly panel: DockviewPanelApi;
  readonly source: LogSource;
}

/** A log beside the shells. */
export default function LogPanel({ panel, source }: LogPanelProps): ReactNode {
  const { t } = useTranslation();
  const [options, setOptions] = useState<LogOptions>({ ...firstRange, previous: false });
  const [look, setLook] = useState<LogLook>({ showTime: false, wrap: false, follow: true });
  const [search, setSearch] = useState<LogSearch>({ text: '', isRegex: false, isCaseSensitive: false });
  const [at, setAt] = useState(-1);
  const { feed, version, resume } = useLogFeed(panel, source, options);
  const { lines, dropped } = feed.buffer;
  const { matcher, problem, matches } = useLogSearch(lines, version, search);
  const current = Math.min(at, matches.length - 1);
  const change = (next: LogSearch) => {
    setSearch(next);
    setAt(-1);
  };
  const step = (by: 1 | -1) => {
    if (matches.length === 0) return;
    setLook({ ...look, follow: false });
    setAt((Math.max(current, by === 1 ? -1 : 0) + by + matches.length) % matches.length);
  };
  return (
    <section aria-label={t('logs.label', { name: logLabel(source) })} className="log-panel">
      <div className="log-bar">
        <LogToolbar
          look={look}
          onDownload={() => download(feed, source)}
          onLook={setLook}
          onOptions={setOptions}
          options={options}
        />
        <LogSearchBar
          current={current}
          onSearch={change}
          onStep={step}
          problem={problem}
          search={search}
          total={matches.length}
        />
      </div>
      <LogNotes feed={feed} source={source} />
      <LogLines
        containers={feed.sources.containers}
        current={matches[current]}
        dropped={dropped}
        follow={look.follow}
        lines={lines}
        matcher={matcher}
        onFollow={follow => setLook({ ...look, follow })}
        showTime={look.showTime}
        version={version}
        wrap={look.wrap}
      />
      <LogStatus feed={feed} onResume={resume} source={source} />
    </section>
  );
}

interface LogStatusProps {
  readonly feed: LogFeed;
  readonly source: LogSource;
  readonly onResume: () => void;
}

const stateKeys = {
  connecting: 'logs.connecting',
  live: 'logs.live',
  waiting: 'logs.waiting',
  paused: 'logs.paused',
  complete: 'logs.complete',
} as const;

const tones = {
  connecting: 'pending',
  live: 'ok',
  waiting: 'warn',
  paused: 'idle',
  complete: 'idle',
  refused: 'bad',
} as const;

function LogStatus({ feed, source, onResume }: LogStatusProps): ReactNode {
  const { t } = useTranslation();
  const { state, buffer } = feed;
  const target = { ...source, container: source.container ?? '' };
  const text =
    state.type === 'refused'
      ? (translateRefusal(state.refusal, target, t).text ?? refusalTitle(state.refusal.code, t))
      : t(stateKeys[state.type]);
  return (
    <div className="status-line" data-testid="log-status">
      <span aria-hidden="true" className="dot" data-tone={tones[state.type]} />
      <span role="status">{text}</span>
      <span className="status-rtt">{t('logs.count', { count: buffer.lines.length })}</span>
      {buffer.dropped > 0 && (
        <span className="status-rtt">{t('logs.dropped', { count: buffer.dropped })}</span>
      )}
      <span className="status-space" />
      {(state.type === 'paused' || state.type === 'refused') && (
        <button className="status-button" data-kind="primary" onClick={onResume} type="button">
          {t(state.type === 'paused' ? 'logs.resume' : 'logs.retry')}
        </button>
      )}
    </div>
  );
}

function download(feed: LogFeed, source: LogSource): void {
  const { containers } = feed.sources;
  const several = containers.length > 1;
  const text = feed.buffer.lines
    .map(line =>
      [
        several ? `${containers[line.source]} ` : '',
        line.time,
        line.time && ' ',
        plainText(line.text),
        '\n',
      ].join(''),
    )
    .join('');
  saveFile(fileName({ pod: source.pod, container: source.container ?? 'log' }, new Date()), text);
}
