import type { Snippet } from '@podbay/protocol';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { takeFocus } from '../parts/take-focus.ts';

export interface EditFormProps {
  /** `undefined`: a new one. */
  readonly snippet: Snippet | undefined;
  readonly onBack: () => void;
  readonly onSave: (snippet: Snippet) => void;
}

/** The fields of one of the user's own snippets. */
export function EditForm({ snippet, onBack, onSave }: EditFormProps): ReactNode {
  const { t } = useTranslation();
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    onSave({ name: String(fields.get('name')).trim(), text: String(fields.get('text')) });
  };
  return (
    <form className="snippet-form" onSubmit={save}>
      <label className="snippet-label">
        {t('snippets.name')}
        <input
          ref={takeFocus}
          className="snippet-field"
          defaultValue={snippet?.name}
          maxLength={100}
          name="name"
          pattern=".*\S.*"
          required
        />
      </label>
      <label className="snippet-label">
        {t('snippets.text')}
        <textarea
          className="snippet-field snippet-command"
          defaultValue={snippet?.text}
          maxLength={20_000}
          name="text"
          required
          rows={4}
          spellCheck={false}
        />
      </label>
      <p className="snippet-hint">{t('snippets.textHint', { example: '{{name=web}}' })}</p>
      <div className="dialog-actions">
        <button className="button" onClick={onBack} type="button">
          {t('snippets.back')}
        </button>
        <button className="button" data-kind="primary" type="submit">
          {t('snippets.save')}
        </button>
      </div>
    </form>
  );
}
