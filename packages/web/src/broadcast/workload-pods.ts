import type { PodSummary, Target } from '@podbay/protocol';

/** The pods that have the same owner as the one of this name. */
export function siblingsOf(pods: readonly PodSummary[], name: string): readonly PodSummary[] {
  const own = pods.find(pod => pod.name === name);
  if (own === undefined) return [];
  const { owner, namespace } = own;
  if (owner === null) return [own];
  const isSibling = (pod: PodSummary) =>
    pod.namespace === namespace && pod.owner?.kind === owner.kind && pod.owner.name === owner.name;
  return pods.filter(isSibling);
}

/** What to open of each pod that runs: the container of this name, else the one that is opened first. */
export function targetsIn(
  pods: readonly PodSummary[],
  context: string,
  container?: string,
): readonly Target[] {
  return pods.flatMap(pod => {
    const chosen = pod.containers.find(({ name }) => name === container)?.name ?? pod.defaultContainer;
    const isRunning = pod.containers.find(({ name }) => name === chosen)?.state.type === 'running';
    return isRunning ? [{ context, namespace: pod.namespace, pod: pod.name, container: chosen }] : [];
  });
}
