import '../parts/dialog.css';
import './snippets.css';
import { Dialog } from '@base-ui/react/dialog';
import type { Snippet } from '@podbay/protocol';
import { type ChangeEvent, type ReactNode, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { saveFile } from '../terminal-actions/save-file.ts';
import { EditForm } from './edit-form.tsx';
import { FillForm } from './fill-form.tsx';
import type { OwnSnippet } from './own-snippets.ts';
import { ownSnippets } from './page-snippets.ts';
import { SnippetList } from './snippet-list.tsx';

/** What the dialog shows. */
export type SnippetsView =
  | { readonly type: 'list' }
  | { readonly type: 'fill'; readonly snippet: Snippet }
  | { readonly type: 'edit'; readonly snippet: OwnSnippet | undefined };

export interface SnippetsDialogProps {
  readonly start: SnippetsView;
  readonly configured: readonly Snippet[];
  readonly onInsert: (command: string, options: { readonly run: boolean }) => void;
  readonly onClose: () => void;
}

/** The snippets: to insert, and to keep in order. */
export default function SnippetsDialog({
  start,
  configured,
  onInsert,
  onClose,
}: SnippetsDialogProps): ReactNode {
  const { t } = useTranslation();
  const own = useSyncExternalStore(ownSnippets.subscribe, ownSnippets.snapshot);
  const [view, setView] = useState(start);
  const back = () => setView({ type: 'list' });
  const save = (snippet: Snippet, id: string | undefined) => {
    ownSnippets.save(snippet, id);
    back();
  };
  return (
    <Dialog.Root onOpenChange={open => !open && onClose()} open>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="popup dialog snippets" finalFocus={false}>
          <div className="snippets-head">
            <Dialog.Title className="dialog-title">
              {view.type === 'fill' ? view.snippet.name : t('snippets.title')}
            </Dialog.Title>
            <Dialog.Close aria-label={t('app.close')} className="icon-button">
              <Icon name="close" />
            </Dialog.Close>
          </div>
          {view.type === 'list' && (
            <>
              <SnippetList
                configured={configured}
                onEdit={snippet => setView({ type: 'edit', snippet })}
                onPick={snippet => setView({ type: 'fill', snippet })}
                onRemove={id => ownSnippets.remove(id)}
                own={own}
              />
              <Files isEmpty={own.length === 0} onAdd={() => setView({ type: 'edit', snippet: undefined })} />
            </>
          )}
          {view.type === 'fill' && <FillForm onBack={back} onInsert={onInsert} snippet={view.snippet} />}
          {view.type === 'edit' && (
            <EditForm
              onBack={back}
              onSave={snippet => save(snippet, view.snippet?.id)}
              snippet={view.snippet}
            />
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface FilesProps {
  readonly isEmpty: boolean;
  readonly onAdd: () => void;
}

function Files({ isEmpty, onAdd }: FilesProps): ReactNode {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const text = await target.files?.[0]?.text();
    target.value = '';
    if (text === undefined) return;
    const count = ownSnippets.importJson(text);
    setSaid(count === undefined ? t('snippets.importFailed') : t('snippets.imported', { count }));
  };
  return (
    <div className="snippets-files">
      <button className="button" data-kind="primary" onClick={onAdd} type="button">
        {t('snippets.add')}
      </button>
      <span className="snippets-said" role="status">
        {said}
      </span>
      <button className="button" onClick={() => input.current?.click()} type="button">
        {t('snippets.import')}
      </button>
      <input
        accept="application/json,.json"
        aria-label={t('snippets.import')}
        hidden
        onChange={event => void read(event)}
        ref={input}
        type="file"
      />
      <button
        className="button"
        disabled={isEmpty}
        onClick={() => saveFile('podbay-snippets.json', ownSnippets.exportJson())}
        type="button"
      >
        {t('snippets.export')}
      </button>
    </div>
  );
}
