import { allNamespaces, type PodScope } from '@podbay/client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Blank } from '../parts/blank.tsx';
import { refusalTitle } from '../terminals/explain-refusal.ts';
import type { PodList } from './use-pods.ts';

export interface NoPodsProps {
  readonly scope: PodScope;
  /** The namespace that the context prefers. */
  readonly homeNamespace: string;
  readonly list: PodList;
  readonly filter: string;
  readonly onNamespace: (namespace: string) => void;
}

/** Stands where there are no pods to show: why, and what can be done. */
export function NoPods(props: NoPodsProps): ReactNode {
  const { list, scope, filter, onNamespace } = props;
  const { t } = useTranslation();
  const everywhere = scope.namespace === allNamespaces;
  if (!list.loaded) return <NotLoaded {...props} />;
  if (list.pods.length > 0)
    return <Blank icon="search" text={t('pods.noMatchText', { filter })} title={t('pods.noMatch')} />;
  if (everywhere) return <Blank icon="box" text={t('pods.noneAnywhere')} title={t('pods.none')} />;
  return (
    <Blank icon="box" text={t('pods.noneText', { namespace: scope.namespace })} title={t('pods.none')}>
      <button className="button" onClick={() => onNamespace(allNamespaces)} type="button">
        {t('pods.showAll')}
      </button>
    </Blank>
  );
}

function NotLoaded({ list, scope, homeNamespace, onNamespace }: NoPodsProps): ReactNode {
  const { t } = useTranslation();
  const { state } = list;
  if (state.type !== 'failed') return <Skeleton />;
  if (state.unreachable) return <Blank icon="plug" text={t('pods.unreachable')} title={t('pods.failed')} />;
  const { refusal } = state;
  const narrower = refusal.code === 'forbidden' && scope.namespace === allNamespaces;
  return (
    <Blank
      icon={refusal.code === 'forbidden' ? 'lock' : 'alert'}
      text={[refusal.message, refusal.hint].filter(Boolean).join(' ')}
      title={refusal.code === 'forbidden' ? t('refusal.listForbiddenTitle') : refusalTitle(refusal.code, t)}
    >
      {narrower && (
        <button className="button" onClick={() => onNamespace(homeNamespace)} type="button">
          {t('pods.showOnly', { namespace: homeNamespace })}
        </button>
      )}
    </Blank>
  );
}

const skeletonWidths = ['72%', '58%', '80%', '64%', '76%', '52%', '68%', '60%'];

function Skeleton(): ReactNode {
  const { t } = useTranslation();
  return (
    <div aria-label={t('app.loading')} className="skeleton" role="status">
      {skeletonWidths.map(width => (
        <div key={width}>
          <span style={{ width }} />
          <span />
        </div>
      ))}
    </div>
  );
}
