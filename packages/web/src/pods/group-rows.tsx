import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../parts/dot.tsx';
import { Middle } from '../parts/middle.tsx';
import { containerState } from './container-row.tsx';
import { ItemLine, type ItemProps } from './item-line.tsx';
import { containerTone } from './tone.ts';

/** The pods of a workload. */
export function WorkloadRow(props: ItemProps<'workload'>): ReactNode {
  const { owner, pods, ready, namespace, tone } = props.row.workload;
  const { t } = useTranslation();
  const kind = owner?.kind ?? '';
  const name = owner?.name ?? t('find.barePods');
  const label = t('find.workloadLabel', { kind, name, namespace, ready, count: pods.length });
  return (
    <ItemLine {...props} label={label.trim()}>
      <Dot tone={tone} />
      <Middle className="pod-name" text={name} />
      <span className="workload-kind">{kind}</span>
      <span className="pod-state" data-tone={tone}>
        {ready}/{pods.length}
      </span>
    </ItemLine>
  );
}

/** The head of what stands above the pods. */
export function SectionRow(props: ItemProps<'section'>): ReactNode {
  const { id, places } = props.row.section;
  const { t } = useTranslation();
  const name = t(`find.${id}`);
  return (
    <ItemLine {...props} label={t('find.sectionLabel', { name, count: places.length })}>
      <span className="section-name">{name}</span>
      <span className="pod-namespace-count">{places.length}</span>
    </ItemLine>
  );
}

/** A container to come back to. */
export function PlaceRow(props: ItemProps<'place'>): ReactNode {
  const { place, section } = props.row;
  const { target, container, state } = place;
  const { t } = useTranslation();
  const words = {
    found: container === undefined ? '' : containerState(container, t),
    gone: t('find.noContainer'),
    unknown: t('find.unknownState'),
  };
  const label = t('find.placeLabel', {
    section: t(`find.${section.id}`),
    namespace: target.namespace,
    pod: target.pod,
    container: target.container,
    state: words[state],
  });
  return (
    <ItemLine {...props} label={label}>
      <Dot tone={container === undefined ? 'idle' : containerTone(container)} />
      <Middle className="pod-name" text={target.pod} />
      <span className="place-container">/ {target.container}</span>
      <span className="pod-state" data-tone="idle">
        {state === 'gone' ? words.gone : target.namespace}
      </span>
    </ItemLine>
  );
}
