import type { PodSummary } from '@podbay/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../parts/dot.tsx';
import { Middle } from '../parts/middle.tsx';
import { ItemLine, type ItemProps } from './item-line.tsx';
import { podTone } from './tone.ts';

/** A pod: its state, and what `kubectl get pods` tells. */
export function PodRow(props: ItemProps<'pod'>): ReactNode {
  const { row, age, showOwner } = props;
  const { pod } = row;
  const { t } = useTranslation();
  const tone = podTone(pod);
  const label = t('pods.podLabel', {
    name: pod.name,
    namespace: pod.namespace,
    status: pod.status,
    ready: t('pods.ready', { ready: pod.ready, total: pod.total }),
    restarts: t('pods.restarts', { count: pod.restarts }),
    age: t('pods.age', { age }),
  });
  return (
    <ItemLine {...props} label={label}>
      <Dot tone={tone} />
      <Middle className="pod-name" text={pod.name} />
      <span className="pod-state" data-tone={tone}>
        {pod.status}
      </span>
      <PodFacts age={age} pod={pod} showOwner={showOwner} />
    </ItemLine>
  );
}

interface PodFactsProps {
  readonly pod: PodSummary;
  readonly age: string;
  readonly showOwner: boolean;
}

function PodFacts({ pod, age, showOwner }: PodFactsProps): ReactNode {
  const { t } = useTranslation();
  return (
    <span className="pod-facts">
      <span>
        {pod.ready}/{pod.total}
      </span>
      {pod.restarts > 0 && (
        <span className="pod-restarts">{t('pods.restarts', { count: pod.restarts })}</span>
      )}
      <span>{age}</span>
      {showOwner && pod.owner !== null && (
        <span className="pod-owner" title={`${pod.owner.kind}/${pod.owner.name}`}>
          {pod.owner.kind} {pod.owner.name}
        </span>
      )}
    </span>
  );
}
