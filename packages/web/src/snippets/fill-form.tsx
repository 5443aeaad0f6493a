import type { Snippet } from '@podbay/protocol';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { takeFocus } from '../parts/take-focus.ts';
import { fillTemplate, findPlaceholders } from './template.ts';

export interface FillFormProps {
  readonly snippet: Snippet;
  readonly onBack: () => void;
  readonly onInsert: (command: string, options: { readonly run: boolean }) => void;
}

/** Asks for what a snippet leaves open, and shows what comes of it. */
export function FillForm({ snippet, onBack, onInsert }: FillFormProps): ReactNode {
  const { t } = useTranslation();
  const placeholders = findPlaceholders(snippet.text);
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const [run, setRun] = useState(false);
  const command = fillTemplate(snippet.text, values);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onInsert(command, { run });
  };
  return (
    <form className="snippet-form" onSubmit={submit}>
      {placeholders.map(({ name, initial }, index) => (
        <label className="snippet-label" key={name}>
          {name}
          <input
            autoComplete="off"
            className="snippet-field"
            // The first one has the keyboard as soon as the form is there.
            ref={index === 0 ? takeFocus : null}
            onChange={event => setValues(new Map(values).set(name, event.target.value))}
            spellCheck={false}
            value={values.get(name) ?? initial}
          />
        </label>
      ))}
      <div className="snippet-label">
        {t('snippets.preview')}
        <pre className="snippet-preview">{command}</pre>
      </div>
      <label className="snippet-run">
        <input checked={run} onChange={event => setRun(event.target.checked)} type="checkbox" />
        {t('snippets.run')}
      </label>
      <div className="dialog-actions">
        <button className="button" onClick={onBack} type="button">
          {t('snippets.back')}
        </button>
        <button
          ref={placeholders.length === 0 ? takeFocus : null}
          className="button"
          data-kind="primary"
          type="submit"
        >
          {t(run ? 'snippets.insertAndRun' : 'snippets.insert')}
        </button>
      </div>
    </form>
  );
}
