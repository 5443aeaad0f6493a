import type { Container, ContainerStatus, Pod } from './kubernetes-types.ts';

export interface FoundContainer {
  readonly container: Container;
  readonly status: ContainerStatus | undefined;
}

/** Finds a container of any kind, and what kubelet says of it. Names are unique in a pod. */
export function findContainer({ spec, status }: Pod, name: string): FoundContainer | undefined {
  const { containers = [], initContainers = [], ephemeralContainers = [] } = spec ?? {};
  const container = [...containers, ...initContainers, ...ephemeralContainers].find(one => one.name === name);
  if (container === undefined) return undefined;
  const statuses = [
    ...(status?.containerStatuses ?? []),
    ...(status?.initContainerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  return { container, status: statuses.find(one => one.name === name) };
}
