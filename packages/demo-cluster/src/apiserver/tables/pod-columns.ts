import type { Pod } from '../../objects/pod.ts';
import { ageColumn, type Column, nameColumn, wide } from './column.ts';
import { summarizePod } from './pod-summary.ts';

export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  {
    name: 'Ready',
    description: 'The aggregate readiness state of this pod for accepting traffic.',
    cell: (pod, now) => summarizePod(pod, now).ready,
  },
  {
    name: 'Status',
    description: 'The aggregate status of the containers in this pod.',
    cell: (pod, now) => summarizePod(pod, now).status,
  },
  {
    name: 'Restarts',
    description:
      'The number of times the containers in this pod have been restarted and when the last container restarted.',
    cell: (pod, now) => summarizePod(pod, now).restarts,
  },
  ageColumn,
  wide({ name: 'IP', cell: pod => pod.status.podIP ?? '<none>' }),
  wide({ name: 'Node', cell: pod => pod.spec.nodeName ?? '<none>' }),
  wide({ name: 'Nominated Node', cell: pod => pod.status.nominatedNodeName ?? '<none>' }),
  wide({ name: 'Readiness Gates', cell: pod => readinessGates(pod) }),
];

function readinessGates(pod: Pod): string {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const met = gates.filter(gate =>
    pod.status.conditions?.some(({ type, status }) => type === gate.conditionType && status === 'True'),
  );
  return `${met.length}/${gates.length}`;
}
