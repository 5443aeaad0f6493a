import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MessagePage } from './message-page.tsx';

/** Says how to log in: by the address that podbay printed. */
export function LoginPage(): ReactNode {
  const { t } = useTranslation();
  return (
    <MessagePage text={t('login.text')} title={t('login.title')}>
      <p>{t('login.example')}</p>
      <pre>{`${location.origin}/?token=…`}</pre>
      <button className="button" data-kind="primary" onClick={() => location.reload()} type="button">
        {t('login.again')}
      </button>
    </MessagePage>
  );
}
