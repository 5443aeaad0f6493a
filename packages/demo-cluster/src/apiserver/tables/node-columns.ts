import type { Node } from '../../objects/node.ts';
import { ageColumn, type Column, joinOrNone, nameColumn, wide } from './column.ts';

const rolePrefix = 'node-role.kubernetes.io/';

export const nodeColumns: readonly Column<Node>[] = [
  nameColumn,
  { name: 'Status', cell: node => nodeStatus(node) },
  { name: 'Roles', cell: node => joinOrNone(roles(node)) },
  ageColumn,
  { name: 'Version', cell: node => node.status.nodeInfo.kubeletVersion ?? '' },
  wide({ name: 'Internal-IP', cell: node => address(node, 'InternalIP') }),
  wide({ name: 'External-IP', cell: node => address(node, 'ExternalIP') }),
  wide({ name: 'OS-Image', cell: node => node.status.nodeInfo.osImage ?? '<unknown>' }),
  wide({ name: 'Kernel-Version', cell: node => node.status.nodeInfo.kernelVersion ?? '<unknown>' }),
  wide({
    name: 'Container-Runtime',
    cell: node => node.status.nodeInfo.containerRuntimeVersion ?? '<unknown>',
  }),
];

function nodeStatus(node: Node): string {
  const ready = node.status.conditions.find(condition => condition.type === 'Ready');
  const parts = [ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'];
  if (node.spec.unschedulable === true) parts.push('SchedulingDisabled');
  return parts.join(',');
}

function roles(node: Node): readonly string[] {
  return Object.keys(node.metadata.labels ?? {})
    .filter(label => label.startsWith(rolePrefix))
    .map(label => label.slice(rolePrefix.length))
    .toSorted();
}

function address(node: Node, type: string): string {
  return node.status.addresses.find(candidate => candidate.type === type)?.address ?? '<none>';
}
