import './login-page.css';
import type { LoginWay } from '@podbay/protocol';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api.ts';
import { type LoginProblem, useLogin } from '../login.ts';
import { LinkLogin, ProviderLogin, ProxyLogin, TokenLogin } from './login-ways.tsx';
import { MessagePage } from './message-page.tsx';

/** Offers the ways of logging in that there are. What is open stays open below it. */
export function LoginPage(): ReactNode {
  const { problem } = useLogin();
  const ways = useWays().filter(way => way.type !== 'local' || problem !== 'used-link');
  return (
    <MessagePage {...useWords()}>
      {problem !== undefined && problem !== 'used-link' && <Problem problem={problem} />}
      {ways.map((way, index) => (
        <Way first={index === 0} key={way.type} way={way} />
      ))}
    </MessagePage>
  );
}

function useWords(): { readonly title: string; readonly text?: string } {
  const { t } = useTranslation();
  const { me, problem } = useLogin();
  if (me !== undefined) return { title: t('login.expiredTitle'), text: t('login.expiredText') };
  if (problem !== 'used-link') return { title: t('login.title') };
  return { title: t('login.usedLinkTitle'), text: t('login.usedLinkText') };
}

function Problem({ problem }: { readonly problem: Exclude<LoginProblem, 'used-link'> }): ReactNode {
  const { t } = useTranslation();
  return (
    <p className="login-problem" role="alert">
      {t(`login.${problem}`)}
    </p>
  );
}

function Way({ way, first }: { readonly way: LoginWay; readonly first: boolean }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      {!first && <p className="login-or">{t('login.or')}</p>}
      {fields(way)}
    </>
  );
}

function fields(way: LoginWay): ReactNode {
  switch (way.type) {
    case 'oidc':
      return <ProviderLogin name={way.name} path={way.path} />;
    case 'token':
      return <TokenLogin context={way.context} path={way.path} />;
    case 'local':
      return <LinkLogin />;
    case 'proxy':
      return <ProxyLogin />;
    default:
      return way satisfies never;
  }
}

const order = ['oidc', 'proxy', 'token', 'local'] as const satisfies LoginWay['type'][];
const retryMs = 3000;

/** The quickest first; asked again until there is an answer. */
function useWays(): readonly LoginWay[] {
  const [ways, setWays] = useState<readonly LoginWay[]>([]);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    api.loginWays(controller.signal).then(
      found => setWays(found.ways.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type))),
      () => {
        if (!controller.signal.aborted) timer = setTimeout(() => setRound(round + 1), retryMs);
      },
    );
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [round]);
  return ways;
}
