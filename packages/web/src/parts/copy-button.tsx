import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icons.tsx';

const shownMs = 1600;

/** Copies `text`, and says for a moment that it did. */
export function CopyButton({ text }: { readonly text: string }): ReactNode {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <button className="button" onClick={() => void copy()} type="button">
      <Icon name={copied ? 'check' : 'copy'} size={14} />
      <span aria-live="polite">{t(copied ? 'app.copied' : 'app.copy')}</span>
    </button>
  );
}
