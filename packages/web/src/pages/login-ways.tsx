import type { Refusal } from '@podbay/protocol';
import type { TFunction } from 'i18next';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logInWithToken, retryLogin } from '../login.ts';

/** A button that leads to the provider, and back to where one is. */
export function ProviderLogin({ name, path }: { readonly name: string; readonly path: string }): ReactNode {
  const { t } = useTranslation();
  const go = () => location.assign(`${path}?${new URLSearchParams({ hash: location.hash })}`);
  return (
    <button className="button login-wide" data-kind="primary" onClick={go} type="button">
      {t('login.with', { name })}
    </button>
  );
}

/** A field for a Kubernetes token, which goes to the gateway and stays nowhere here. */
export function TokenLogin({
  context,
  path,
}: {
  readonly context: string;
  readonly path: string;
}): ReactNode {
  const { t } = useTranslation();
  const [token, setToken] = useState('');
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [fieldId, hintId] = [useId(), useId()];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const refusal = await logInWithToken(path, token);
    setBusy(false);
    if (refusal === undefined) setToken('');
    setNote(refusal === undefined ? '' : explain(refusal, t));
  };
  return (
    <form className="login-form" onSubmit={submit}>
      <label htmlFor={fieldId}>{t('login.token')}</label>
      <div className="login-row">
        <input
          aria-describedby={hintId}
          autoComplete="off"
          className="login-field"
          id={fieldId}
          onChange={event => setToken(event.target.value)}
          required
          spellCheck={false}
          type="password"
          value={token}
        />
        <button className="button" data-kind="primary" disabled={busy || token.trim() === ''} type="submit">
          {t('login.logIn')}
        </button>
      </div>
      <p className="page-note" role="alert">
        {note}
      </p>
      <p id={hintId}>{t('login.tokenHint', { cluster: context })}</p>
      <pre>{'kubectl create token NAME'}</pre>
    </form>
  );
}

/** What to do with the link that podbay has printed. */
export function LinkLogin(): ReactNode {
  const { t } = useTranslation();
  const [failed, setFailed] = useState(false);
  const retry = () => {
    setFailed(false);
    retryLogin().catch(() => setFailed(true));
  };
  return (
    <div>
      <p>{t('login.linkText')}</p>
      <pre>{`${location.origin}/?token=…`}</pre>
      <button className="button" onClick={retry} type="button">
        {t('login.again')}
      </button>
      <p className="page-note" role="status">
        {failed && t('login.stillNot')}
      </p>
    </div>
  );
}

/** The proxy's login is where a request without one leads. */
export function ProxyLogin(): ReactNode {
  const { t } = useTranslation();
  return (
    <div>
      <p>{t('login.proxyText')}</p>
      <button className="button" data-kind="primary" onClick={() => location.reload()} type="button">
        {t('login.reload')}
      </button>
    </div>
  );
}

function explain({ code, message, details }: Refusal, t: TFunction): string {
  if (code === 'unauthenticated') return t('login.tokenRefused');
  if (code === 'limit')
    return t('login.tooMany', { seconds: Math.ceil(Number(details?.retryAfterMs ?? 0) / 1000) });
  return code === 'internal' ? t('login.unreachable') : message;
}
