import type { ContainerSummary } from '@podbay/protocol';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dot } from '../parts/dot.tsx';
import { Middle } from '../parts/middle.tsx';
import { ItemLine, type ItemProps } from './item-line.tsx';
import { containerTone, isUnready } from './tone.ts';

/** One of a pod's containers. */
export function ContainerRow(props: ItemProps<'container'>): ReactNode {
  const { container, pod } = props.row;
  const { t } = useTranslation();
  const tone = containerTone(container);
  const state = containerState(container, t);
  const kind = t(`kind.${container.kind}`);
  return (
    <ItemLine
      {...props}
      label={t('pods.containerLabel', { name: container.name, pod: pod.name, kind, state })}
    >
      <Dot tone={tone} />
      <Middle className="pod-name" text={container.name} />
      <span>{container.kind !== 'container' && <span className="container-kind">{kind}</span>}</span>
      <span className="pod-state" data-tone={tone}>
        {state}
      </span>
    </ItemLine>
  );
}

/** A container's state in a word. */
export function containerState(container: ContainerSummary, t: TFunction): string {
  const { state } = container;
  if (state.type !== 'running') return state.reason || state.type;
  return isUnready(container) ? t('state.notReady') : t('state.running');
}
