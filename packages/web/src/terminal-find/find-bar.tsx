import './find-bar.css';
import { Toggle } from '@base-ui/react/toggle';
import { type MountedTerminal, type SearchQuery, type SearchResult, TerminalSearch } from '@podbay/client';
import type { TFunction } from 'i18next';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { useTheme } from '../settings/theme.ts';
import { searchColours } from '../terminals/search-colours.ts';

export interface FindBarProps {
  readonly mounted: MountedTerminal;
  /** Counts how often it was asked for: each time the text is selected. */
  readonly asked: number;
  /** What was typed before it was there. */
  readonly typed: string;
  readonly onClose: () => void;
}

const nothing: SearchQuery = { text: '', regex: false, caseSensitive: false, wholeWord: false };

// What was looked for last, in any terminal of the page.
let last = nothing;

/** Finds text in a terminal. */
export default function FindBar({ mounted, asked, typed, onClose }: FindBarProps): ReactNode {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState(() => (typed === '' ? startOf(mounted) : { ...last, text: typed }));
  const isFirst = useRef(true);
  const { search, result } = useSearch(mounted, query);
  // Before the next key.
  useLayoutEffect(() => {
    if (asked === 0) return;
    input.current?.focus();
    // What is being typed goes on.
    if (!isFirst.current || typed === '') input.current?.select();
    isFirst.current = false;
  }, [asked, typed]);
  const change = (part: Partial<SearchQuery>) => setQuery(current => ({ ...current, ...part }));
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.target === input.current) search?.move(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isBad = result?.type === 'bad-pattern';
  return (
    <search aria-label={t('tools.findLabel')} className="find-bar" onKeyDown={handleKeyDown}>
      <input
        aria-invalid={isBad}
        aria-label={t('tools.findLabel')}
        autoComplete="off"
        className="find-input"
        onChange={event => change({ text: event.currentTarget.value })}
        ref={input}
        spellCheck={false}
        type="text"
        value={query.text}
      />
      <Option
        label={t('tools.findCase')}
        onPress={caseSensitive => change({ caseSensitive })}
        pressed={query.caseSensitive}
        sign="Aa"
      />
      <Option
        label={t('tools.findWord')}
        onPress={wholeWord => change({ wholeWord })}
        pressed={query.wholeWord}
        sign="ab"
      />
      <Option
        label={t('tools.findRegex')}
        onPress={regex => change({ regex })}
        pressed={query.regex}
        sign=".*"
      />
      <output className="find-result" data-bad={isBad || undefined}>
        {resultText(result, query, t)}
      </output>
      <Go label={t('tools.findPrevious')} onClick={() => search?.move(-1)} up />
      <Go label={t('tools.findNext')} onClick={() => search?.move(1)} />
      <button aria-label={t('tools.findClose')} className="icon-button" onClick={onClose} type="button">
        <Icon name="close" size={14} />
      </button>
    </search>
  );
}

/** What is selected, else what was looked for last. */
function startOf({ terminal }: MountedTerminal): SearchQuery {
  const selected = terminal.getSelection();
  return selected === '' || selected.includes('\n') ? last : { ...last, text: selected };
}

function useSearch(mounted: MountedTerminal, query: SearchQuery) {
  const theme = useTheme();
  const [search, setSearch] = useState<TerminalSearch>();
  const [result, setResult] = useState<SearchResult>();
  useEffect(() => {
    const started = new TerminalSearch(mounted.terminal, searchColours(theme));
    started.on('result', setResult);
    setSearch(started);
    return () => started.dispose();
  }, [mounted, theme]);
  useEffect(() => {
    last = query;
    search?.find(query);
  }, [search, query]);
  return { search, result };
}

function resultText(result: SearchResult | undefined, query: SearchQuery, t: TFunction): string {
  if (result === undefined || query.text === '') return '';
  switch (result.type) {
    case 'none':
      return t('tools.findNone');
    case 'bad-pattern':
      return t('tools.findBad', { message: result.message });
    case 'found': {
      const facts = { index: result.index + 1, count: result.count };
      return t(result.more ? 'tools.findOfMore' : 'tools.findOf', facts);
    }
    default:
      return result satisfies never;
  }
}

interface OptionProps {
  readonly label: string;
  readonly pressed: boolean;
  readonly onPress: (pressed: boolean) => void;
  /** Drawn by the style sheet: it is no text that the name would have to contain. */
  readonly sign: 'Aa' | 'ab' | '.*';
}

function Option({ label, pressed, onPress, sign }: OptionProps): ReactNode {
  return (
    <Toggle
      aria-label={label}
      className="find-option"
      data-sign={sign}
      onPressedChange={onPress}
      pressed={pressed}
      title={label}
    />
  );
}

interface GoProps {
  readonly label: string;
  readonly up?: true;
  readonly onClick: () => void;
}

function Go({ label, up, onClick }: GoProps): ReactNode {
  return (
    <button
      aria-label={label}
      className="icon-button"
      data-up={up}
      onClick={onClick}
      title={label}
      type="button"
    >
      <Icon name="chevronDown" size={14} />
    </button>
  );
}
