import { memo, type ReactNode } from 'react';
import { ContainerRow } from './container-row.tsx';
import { PlaceRow, SectionRow, WorkloadRow } from './group-rows.tsx';
import type { ItemProps } from './item-line.tsx';
import { PodRow } from './pod-row.tsx';
import { isItem, type Row } from './rows.ts';

export interface RowViewProps extends Omit<ItemProps, 'row'> {
  readonly row: Row;
}

/** One line of the list. */
export const RowView = memo(function RowView({ row, ...rest }: RowViewProps): ReactNode {
  if (isItem(row)) return itemView({ ...rest, row });
  const style = { height: rest.height, transform: `translateY(${rest.top}px)` };
  if (row.type === 'divider') return <div aria-hidden="true" className="pod-divider" style={style} />;
  return (
    <div aria-hidden="true" className="pod-namespace" style={style}>
      {row.name} <span className="pod-namespace-count">{row.count}</span>
    </div>
  );
});

function itemView(props: ItemProps): ReactNode {
  const { row } = props;
  switch (row.type) {
    case 'section':
      return <SectionRow {...props} row={row} />;
    case 'place':
      return <PlaceRow {...props} row={row} />;
    case 'workload':
      return <WorkloadRow {...props} row={row} />;
    case 'pod':
      return <PodRow {...props} row={row} />;
    case 'container':
      return <ContainerRow {...props} row={row} />;
    default:
      return row satisfies never;
  }
}
