import type { PodSummary } from '@podbay/protocol';

const texts = new WeakMap<PodSummary, string>();

/** The pods in which every word of `filter` occurs: in a name, namespace, state, workload, node or image. */
export function filterPods(pods: readonly PodSummary[], filter: string): readonly PodSummary[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return pods;
  return pods.filter(pod => words.every(word => textOf(pod).includes(word)));
}

function textOf(pod: PodSummary): string {
  const known = texts.get(pod);
  if (known !== undefined) return known;
  const containers = pod.containers.flatMap(({ name, image, kind, state }) => [
    name,
    image,
    kind,
    'reason' in state ? state.reason : state.type,
  ]);
  const owner = pod.owner === null ? [] : [pod.owner.kind, pod.owner.name];
  const text = [pod.name, pod.namespace, pod.status, pod.node ?? '', ...owner, ...containers]
    .join(' ')
    .toLowerCase();
  texts.set(pod, text);
  return text;
}
