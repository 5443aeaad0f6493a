import { apiPath, type Pod } from '@podbay/gateway/cluster';
import type { Target } from '@podbay/protocol';
import type { Stack } from './stack.ts';

/** Deletes a pod as `kubectl delete pod` does; its controller makes a new one. */
export async function deletePod({ cluster }: Stack, pod: { namespace: string; name: string }): Promise<void> {
  await cluster.client.delete(apiPath('api', 'v1', 'namespaces', pod.namespace, 'pods', pod.name));
}

/** The pods of a namespace whose names begin with `prefix`. */
export async function findPods(
  { cluster }: Stack,
  namespace: string,
  prefix: string,
): Promise<readonly Pod[]> {
  const path = apiPath('api', 'v1', 'namespaces', namespace, 'pods');
  const { items } = await cluster.client.get<{ items: readonly Pod[] }>(path);
  return items.filter(pod => pod.metadata?.name?.startsWith(prefix));
}

/** Makes an empty file in a container, on which what runs in a terminal there may wait. */
export async function makeFile({ demo }: Stack, place: Omit<Target, 'context'>, path: string): Promise<void> {
  const container = await demo.findContainer(place);
  await container?.exec({ command: ['touch', path], tty: false, stdin: false });
}
