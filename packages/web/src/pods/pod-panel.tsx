import './pod-panel.css';
import { allNamespaces, type PodScope } from '@podbay/client';
import type { Target } from '@podbay/protocol';
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Blank } from '../parts/blank.tsx';
import { refusalTitle } from '../terminals/explain-refusal.ts';
import { filterPods } from './filter.ts';
import { FilterField } from './filter-field.tsx';
import { PodTree } from './pod-tree.tsx';
import type { PodList } from './use-pods.ts';

export interface PodPanelProps {
  readonly scope: PodScope;
  /** The namespace that the context prefers. */
  readonly homeNamespace: string;
  readonly list: PodList;
  readonly openTarget: Target | undefined;
  readonly onOpen: (target: Target) => void;
  readonly onNamespace: (namespace: string) => void;
}

/** The pods of a namespace, or of all: found by typing, opened by a click or Enter. */
export function PodPanel(props: PodPanelProps): ReactNode {
  const { list, scope, openTarget, onOpen } = props;
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const treeRef = useRef<HTMLDivElement>(null);
  const applied = useDeferredValue(filter);
  const shown = useMemo(() => filterPods(list.pods, applied), [list.pods, applied]);
  const total = list.pods.length;
  return (
    <nav aria-label={t('app.pods')} className="pod-panel">
      <FilterField onChange={setFilter} onLeave={() => treeRef.current?.focus()} value={filter} />
      <div aria-live="polite" className="pod-count">
        {list.loaded && total > 0 && countText(t, shown.length, total)}
      </div>
      {shown.length > 0 ? (
        <PodTree
          context={scope.context}
          groupByNamespace={scope.namespace === allNamespaces}
          onOpen={onOpen}
          openTarget={openTarget}
          pods={shown}
          treeRef={treeRef}
        />
      ) : (
        <NoPods {...props} filter={filter} />
      )}
    </nav>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function countText(t: Translate, shown: number, total: number): string {
  return shown === total ? t('pods.count', { count: total }) : t('pods.countOf', { shown, total });
}

function NoPods({
  list,
  scope,
  homeNamespace,
  filter,
  onNamespace,
}: PodPanelProps & { filter: string }): ReactNode {
  const { t } = useTranslation();
  const everywhere = scope.namespace === allNamespaces;
  if (!list.loaded) return <NotLoaded {...{ list, scope, homeNamespace, onNamespace }} />;
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

type NotLoadedProps = Pick<PodPanelProps, 'list' | 'scope' | 'homeNamespace' | 'onNamespace'>;

function NotLoaded({ list, scope, homeNamespace, onNamespace }: NotLoadedProps): ReactNode {
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

const skeletonWidths = ['72%', '58%', '80%', '64%', '76%', '52%'];

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
