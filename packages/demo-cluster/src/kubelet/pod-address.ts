import type { ObjectStore } from '../object-store.ts';
import { formatTime } from '../objects/kube-object.ts';
import { internalAddress, type Node } from '../objects/node.ts';
import type { Pod } from '../objects/pod.ts';

/** The pod with the addresses that its node gives it; one that has them keeps them. */
export function withPodAddress(pod: Pod, store: ObjectStore, now: Date): Pod {
  if (pod.status.podIP !== undefined) return pod;
  const node = store.get('nodes', pod.spec.nodeName ?? '') as Node | undefined;
  if (node === undefined) return pod;
  const hostIP = internalAddress(node);
  const podIP = pod.spec.hostNetwork === true ? hostIP : freeAddress(node, store);
  const status = {
    ...pod.status,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: pod.status.startTime ?? formatTime(now),
  };
  return { ...pod, status };
}

function freeAddress(node: Node, store: ObjectStore): string {
  const [first = 10, second = 244, third = 0] = (node.spec.podCIDR ?? '10.244.0.0/24').split('.').map(Number);
  const taken = new Set((store.list('pods') as readonly Pod[]).map(pod => pod.status.podIP));
  for (let last = 2; last < 255; last += 1) {
    const address = `${first}.${second}.${third}.${last}`;
    if (!taken.has(address)) return address;
  }
  return '';
}
