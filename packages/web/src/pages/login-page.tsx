import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { retryLogin } from '../login.ts';
import { MessagePage } from './message-page.tsx';

/** Says how to log in: by the address that podbay printed. What is open stays open below it. */
export function LoginPage(): ReactNode {
  const { t } = useTranslation();
  const [failed, setFailed] = useState(false);
  const retry = () => {
    setFailed(false);
    retryLogin().catch(() => setFailed(true));
  };
  return (
    <MessagePage text={t('login.text')} title={t('login.title')}>
      <p>{t('login.example')}</p>
      <pre>{`${location.origin}/?token=…`}</pre>
      <button className="button" data-kind="primary" onClick={retry} type="button">
        {t('login.again')}
      </button>
      <p className="page-note" role="status">
        {failed && t('login.stillNot')}
      </p>
    </MessagePage>
  );
}
