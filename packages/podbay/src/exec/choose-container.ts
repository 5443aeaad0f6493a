import {
  apiPath,
  type Cluster,
  type Pod,
  podNotFound,
  RefusalError,
  summarizePod,
} from '@podbay/gateway/cluster';
import type { ContainerSummary, Target } from '@podbay/protocol';
import { note } from '../terminal-lines.ts';

/** The container to take where none is named: the pod's default one, or its first, which is said as kubectl says it. */
export async function chooseContainer(
  { client }: Cluster,
  target: Omit<Target, 'container'>,
  signal: AbortSignal,
): Promise<string> {
  const path = apiPath('api', 'v1', 'namespaces', target.namespace, 'pods', target.pod);
  const pod = await client.get<Pod>(path, { signal }).catch((error: unknown) => {
    throw isPodNotFound(error) ? new RefusalError(podNotFound({ ...target, container: '' })) : error;
  });
  const { defaultContainer, containers } = summarizePod(pod);
  const isAnnotated = pod.metadata?.annotations?.[annotation] === defaultContainer;
  if (containers.length > 1 && !isAnnotated) {
    note(`defaulted to container ${defaultContainer} out of: ${describe(containers)}`);
  }
  return defaultContainer;
}

const annotation = 'kubectl.kubernetes.io/default-container';

function isPodNotFound(error: unknown): boolean {
  return error instanceof RefusalError && error.refusal.code === 'pod-not-found';
}

function describe(containers: readonly ContainerSummary[]): string {
  return containers.map(({ name, kind }) => (kind === 'container' ? name : `${name} (${kind})`)).join(', ');
}
