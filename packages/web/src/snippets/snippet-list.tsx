import type { Snippet } from '@podbay/protocol';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Blank } from '../parts/blank.tsx';
import { Icon } from '../parts/icons.tsx';
import type { OwnSnippet } from './own-snippets.ts';

export interface SnippetListProps {
  readonly own: readonly OwnSnippet[];
  readonly configured: readonly Snippet[];
  readonly onPick: (snippet: Snippet) => void;
  readonly onEdit: (snippet: OwnSnippet) => void;
  readonly onRemove: (id: string) => void;
}

/** All snippets, to search and pick from. */
export function SnippetList({ own, configured, onPick, onEdit, onRemove }: SnippetListProps): ReactNode {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const matches = matcherOf(search);
  const shown = { own: own.filter(matches), configured: configured.filter(matches) };
  const isEmpty = shown.own.length + shown.configured.length === 0;
  return (
    <>
      <input
        aria-label={t('snippets.search')}
        className="snippet-field"
        onChange={event => setSearch(event.target.value)}
        placeholder={t('snippets.search')}
        type="search"
        value={search}
      />
      {isEmpty && search === '' && (
        <Blank
          icon="snippet"
          text={t('snippets.noneText', { example: '{{name}}' })}
          title={t('snippets.none')}
        />
      )}
      {isEmpty && search !== '' && <Blank icon="search" title={t('snippets.noMatch')} />}
      <ul className="snippet-list">
        {shown.own.map(snippet => (
          <li className="snippet-row" key={snippet.id}>
            <Pick onPick={onPick} snippet={snippet} />
            <button
              aria-label={t('snippets.edit', { name: snippet.name })}
              className="icon-button"
              onClick={() => onEdit(snippet)}
              type="button"
            >
              <Icon name="edit" size={14} />
            </button>
            <button
              aria-label={t('snippets.remove', { name: snippet.name })}
              className="icon-button"
              onClick={() => onRemove(snippet.id)}
              type="button"
            >
              <Icon name="close" size={14} />
            </button>
          </li>
        ))}
        {shown.configured.map(snippet => (
          <li className="snippet-row" key={snippet.name + snippet.text}>
            <Pick note={t('snippets.configured')} onPick={onPick} snippet={snippet} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface PickProps extends Pick<SnippetListProps, 'onPick'> {
  readonly snippet: Snippet;
  readonly note?: string;
}

function Pick({ snippet, note, onPick }: PickProps): ReactNode {
  return (
    <button className="snippet-pick" onClick={() => onPick(snippet)} type="button">
      <span className="snippet-name">
        {snippet.name}
        {note !== undefined && <span className="snippet-note">{note}</span>}
      </span>
      <code className="snippet-text">{snippet.text}</code>
    </button>
  );
}

/** Every word is in the name or in the text. */
function matcherOf(search: string): (snippet: Snippet) => boolean {
  const words = search.toLowerCase().split(/\s+/);
  return ({ name, text }) => words.every(word => `${name}\n${text}`.toLowerCase().includes(word));
}
