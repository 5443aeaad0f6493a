import type { ContainerSummary, PodSummary } from '@podbay/protocol';
import { type CSSProperties, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../parts/dot.tsx';
import { Icon } from '../parts/icons.tsx';
import { formatAge } from './age.ts';
import type { Row } from './rows.ts';
import { containerTone, isUnready, podTone } from './tone.ts';

export interface RowViewProps<Shown extends Row = Row> {
  readonly row: Shown;
  readonly id: string;
  readonly nowMs: number;
  /** The keyboard is here. */
  readonly isCurrent: boolean;
  /** Its terminal is the one that is shown. */
  readonly isOpen: boolean;
  /** Where it stands in the list, in pixels. */
  readonly top: number;
  readonly height: number;
}

/** One line of the list. Clicks are handled by the tree. */
export const RowView = memo(function RowView(props: RowViewProps): ReactNode {
  const { row } = props;
  switch (row.type) {
    case 'namespace':
      return (
        <div aria-hidden="true" className="pod-namespace" style={placeOf(props)}>
          {row.name} <span className="pod-namespace-count">{row.count}</span>
        </div>
      );
    case 'pod':
      return <PodRow {...props} row={row} />;
    case 'container':
      return <ContainerRow {...props} row={row} />;
    default:
      return row satisfies never;
  }
});

function placeOf({ top, height }: Pick<RowViewProps, 'top' | 'height'>): CSSProperties {
  return { height, transform: `translateY(${top}px)` };
}

function PodRow(props: RowViewProps<Row & { type: 'pod' }>): ReactNode {
  const { row, id, nowMs, isCurrent, isOpen } = props;
  const { pod, expanded } = row;
  const label = usePodLabel(pod, nowMs);
  const tone = podTone(pod);
  return (
    <div
      aria-expanded={expanded}
      aria-label={label}
      aria-level={1}
      aria-selected={isOpen}
      className="pod-row"
      data-current={isCurrent || undefined}
      data-key={row.key}
      data-type="pod"
      id={id}
      role="treeitem"
      style={placeOf(props)}
      tabIndex={-1}
    >
      {expanded === undefined ? <span /> : <Fold />}
      <Dot tone={tone} />
      <span className="pod-name" title={pod.name}>
        {pod.name}
      </span>
      <span className="pod-state" data-tone={tone}>
        {pod.status}
      </span>
      <PodFacts nowMs={nowMs} pod={pod} />
    </div>
  );
}

function Fold(): ReactNode {
  return (
    <span className="pod-fold" data-fold>
      <Icon name="chevronRight" size={14} />
    </span>
  );
}

function PodFacts({ pod, nowMs }: { readonly pod: PodSummary; readonly nowMs: number }): ReactNode {
  const { t, i18n } = useTranslation();
  return (
    <span className="pod-facts">
      <span>
        {pod.ready}/{pod.total}
      </span>
      {pod.restarts > 0 && (
        <span className="pod-restarts">{t('pods.restarts', { count: pod.restarts })}</span>
      )}
      <span>{formatAge(pod.createdAt, nowMs, i18n.language)}</span>
      {pod.owner !== null && (
        <span className="pod-owner" title={`${pod.owner.kind}/${pod.owner.name}`}>
          {pod.owner.kind} {pod.owner.name}
        </span>
      )}
    </span>
  );
}

function ContainerRow(props: RowViewProps<Row & { type: 'container' }>): ReactNode {
  const { row, id, isCurrent, isOpen } = props;
  const { t } = useTranslation();
  const { container, pod } = row;
  const tone = containerTone(container);
  const state = useStateWord(container);
  const kind = t(`kind.${container.kind}`);
  return (
    <div
      aria-label={t('pods.containerLabel', { name: container.name, pod: pod.name, kind, state })}
      aria-level={2}
      aria-selected={isOpen}
      className="pod-row"
      data-current={isCurrent || undefined}
      data-key={row.key}
      data-type="container"
      id={id}
      role="treeitem"
      style={placeOf(props)}
      tabIndex={-1}
    >
      <Dot tone={tone} />
      <span className="pod-name" title={container.name}>
        {container.name}
      </span>
      <span>{container.kind !== 'container' && <span className="container-kind">{kind}</span>}</span>
      <span className="pod-state" data-tone={tone}>
        {state}
      </span>
    </div>
  );
}

function usePodLabel(pod: PodSummary, nowMs: number): string {
  const { t, i18n } = useTranslation();
  return t('pods.podLabel', {
    name: pod.name,
    namespace: pod.namespace,
    status: pod.status,
    ready: t('pods.ready', { ready: pod.ready, total: pod.total }),
    restarts: t('pods.restarts', { count: pod.restarts }),
    age: t('pods.age', { age: formatAge(pod.createdAt, nowMs, i18n.language) }),
  });
}

function useStateWord(container: ContainerSummary): string {
  const { t } = useTranslation();
  const { state } = container;
  if (state.type !== 'running') return state.reason || state.type;
  return isUnready(container) ? t('state.notReady') : t('state.running');
}
