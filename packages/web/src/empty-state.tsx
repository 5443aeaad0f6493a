import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { paletteShortcuts } from './palette/command-id.ts';
import { Icon } from './parts/icons.tsx';
import { Keys } from './parts/keys.tsx';

/** Stands where the terminals will be. */
export function EmptyState(): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="empty">
      <Icon name="terminal" size={28} />
      <h2>{t('empty.title')}</h2>
      <p>{t('empty.text')}</p>
      <dl>
        <dt>
          <Keys shortcut={paletteShortcuts[0]} />
        </dt>
        <dd>{t('empty.palette')}</dd>
        <dt>
          <Keys shortcut="/" />
        </dt>
        <dd>{t('empty.focusFilter')}</dd>
        <dt>
          <Keys shortcut="ArrowUp" /> <Keys shortcut="ArrowDown" /> <Keys shortcut="Enter" />
        </dt>
        <dd>{t('empty.open')}</dd>
        <dt>
          <Keys shortcut="?" />
        </dt>
        <dd>{t('empty.shortcuts')}</dd>
      </dl>
    </section>
  );
}
