import { apiPath, type Cluster, type Pod } from '@podbay/gateway/cluster';
import type { ConformanceSetup, Place } from '@podbay/remotecommand/conformance';

type Places = Pick<ConformanceSetup, 'severalContainers' | 'stoppedContainer' | 'unscheduledPod'>;

/** What of the special is in a namespace, for the cases about it. */
export async function findPlaces(cluster: Cluster, namespace: string): Promise<Places> {
  const path = apiPath('api', 'v1', 'namespaces', namespace, 'pods');
  const { items } = await cluster.client.get<{ items: readonly Pod[] }>(path);
  const placeOf = (pod: Pod): Place => ({ namespace, pod: pod.metadata?.name ?? '' });
  const running = items.filter(pod => pod.status?.phase === 'Running');
  const several = running.find(pod => (pod.spec?.containers ?? []).length > 1);
  const unscheduled = items.find(pod => pod.status?.phase === 'Pending' && !pod.spec?.nodeName);
  const stopped = running.find(stoppedContainer);
  return {
    ...(several && { severalContainers: placeOf(several) }),
    ...(unscheduled && { unscheduledPod: placeOf(unscheduled) }),
    ...(stopped && { stoppedContainer: { ...placeOf(stopped), container: stoppedContainer(stopped) ?? '' } }),
  };
}

/** An init container that has finished. */
function stoppedContainer(pod: Pod): string | undefined {
  return pod.status?.initContainerStatuses?.find(({ state }) => state?.terminated)?.name;
}
