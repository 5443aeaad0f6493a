import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './parts/icons.tsx';

/** Stands where the terminals will be. */
export function EmptyState(): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="empty">
      <Icon name="terminal" size={28} />
      <h1>{t('empty.title')}</h1>
      <p>{t('empty.text')}</p>
      <dl>
        <dt>
          <kbd className="kbd">/</kbd>
        </dt>
        <dd>{t('empty.focusFilter')}</dd>
        <dt>
          <kbd className="kbd">↑</kbd> <kbd className="kbd">↓</kbd>
        </dt>
        <dd>{t('empty.move')}</dd>
        <dt>
          <kbd className="kbd">↵</kbd>
        </dt>
        <dd>{t('empty.open')}</dd>
      </dl>
    </section>
  );
}
