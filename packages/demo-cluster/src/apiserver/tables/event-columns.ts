import type { KubeEvent } from '../../objects/event.ts';
import { type Column, nameColumn, wide } from './column.ts';
import { formatAge } from './duration.ts';

export const eventColumns: readonly Column<KubeEvent>[] = [
  { name: 'Last Seen', cell: (event, now) => formatAge(event.lastTimestamp, now) },
  { name: 'Type', cell: event => event.type },
  { name: 'Reason', cell: event => event.reason },
  {
    name: 'Object',
    cell: ({ involvedObject }) => `${involvedObject.kind.toLowerCase()}/${involvedObject.name}`,
  },
  wide({ name: 'Subobject', cell: event => event.involvedObject.fieldPath ?? '' }),
  wide({ name: 'Source', cell: ({ source }) => [source.component, source.host].filter(Boolean).join(', ') }),
  { name: 'Message', cell: event => event.message.trim() },
  wide({ name: 'First Seen', cell: (event, now) => formatAge(event.firstTimestamp, now) }),
  wide({ name: 'Count', type: 'integer', cell: event => event.count }),
  wide({ ...nameColumn, name: 'Name' }),
];
