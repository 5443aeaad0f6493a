import { startAnnotation } from '../kubelet/pod-run.ts';
import { formatTime } from '../objects/kube-object.ts';
import { internalAddress, type Node } from '../objects/node.ts';
import type { Pod } from '../objects/pod.ts';
import { images } from '../runtime/images.ts';
import type { Plan } from './company.ts';

/** The namespaces and workloads of a company that is much larger. */
export interface Crowd {
  readonly namespaces: readonly string[];
  readonly plans: readonly Plan[];
}

const podsPerNamespace = 250;
const teams = [
  'billing',
  'catalog',
  'search',
  'delivery',
  'identity',
  'media',
  'support',
  'analytics',
  'partners',
  'stock',
];
const things = [
  'orders',
  'prices',
  'offers',
  'returns',
  'baskets',
  'reviews',
  'labels',
  'routes',
  'quotas',
  'alerts',
];
const resources = { requests: { cpu: '10m', memory: '16Mi' } };

type Shape = Pick<Plan, 'kind' | 'replicas' | 'tier'> & { readonly suffix: string; readonly image: string };

// Over and over, until there are enough pods. The daemon set's number is that of the nodes it runs on.
const shapes: readonly Shape[] = [
  { kind: 'Deployment', replicas: 12, tier: 'backend', suffix: 'api', image: images.api.name },
  { kind: 'Deployment', replicas: 5, tier: 'frontend', suffix: 'web', image: images.web.name },
  { kind: 'StatefulSet', replicas: 3, tier: 'data', suffix: 'db', image: images.db.name },
  { kind: 'Deployment', replicas: 20, tier: 'backend', suffix: 'worker', image: images.worker.name },
  { kind: 'DaemonSet', replicas: 3, tier: 'node', suffix: 'agent', image: images.logShipper.name },
  { kind: 'Job', replicas: 1, tier: 'batch', suffix: 'import', image: images.worker.name },
];

/** As many namespaces and workloads as it takes for `pods` pods, the same each time. */
export function crowdOf(pods: number): Crowd {
  const namespaces = Array.from({ length: Math.ceil(pods / podsPerNamespace) }, (_, index) =>
    namespaceName(index),
  );
  const plans = namespaces.flatMap((namespace, index) =>
    plansOf(namespace, Math.min(podsPerNamespace, pods - index * podsPerNamespace)),
  );
  return { namespaces, plans };
}

function namespaceName(index: number): string {
  const team = teams[index % teams.length] ?? '';
  const round = Math.floor(index / teams.length) + 1;
  return round === 1 ? `team-${team}` : `team-${team}-${round}`;
}

function plansOf(namespace: string, pods: number): readonly Plan[] {
  const plans: Plan[] = [];
  for (let left = pods, index = 0; left > 0; index += 1) {
    const plan = planOf(namespace, index, left);
    plans.push(plan);
    left -= plan.replicas ?? 1;
  }
  return plans;
}

function planOf(namespace: string, index: number, most: number): Plan {
  const shape = shapeFor(index, most);
  const round = Math.floor(index / shapes.length);
  const name = `${things[round % things.length]}-${shape.suffix}${round < things.length ? '' : `-${round}`}`;
  const { kind, tier, image, replicas = 1 } = shape;
  const container = { name: shape.suffix, image, resources };
  return {
    kind,
    namespace,
    name,
    tier,
    age: `${(index % 50) + 1}d`,
    replicas: Math.min(replicas, most),
    annotations: { [startAnnotation]: 'when-asked' },
    pod: { containers: [container], ...(kind === 'Job' ? { restartPolicy: 'OnFailure' } : {}) },
  };
}

// A daemon set can't be cut to what is left.
function shapeFor(index: number, most: number): Shape {
  const shape = shapes[index % shapes.length];
  const [first] = shapes as readonly [Shape];
  return shape === undefined || (shape.kind === 'DaemonSet' && (shape.replicas ?? 0) > most) ? first : shape;
}

/** Gives each pod a node, in turn, and an address of its own, in a network that is large enough. */
export function crowdPlaces(nodes: readonly Node[], now: Date): (pod: Pod) => Pod {
  const free = nodes.filter(node => node.spec.taints === undefined);
  let count = 0;
  return pod => {
    const node =
      nodes.find(({ metadata }) => metadata.name === pod.spec.nodeName) ?? free[count % free.length];
    if (node === undefined) return pod;
    const hostIP = internalAddress(node);
    const podIP = `10.${128 + (count >> 16)}.${(count >> 8) & 255}.${count & 255}`;
    count += 1;
    const addresses = { hostIP, hostIPs: [{ ip: hostIP }], podIP, podIPs: [{ ip: podIP }] };
    const spec = { ...pod.spec, nodeName: node.metadata.name };
    return { ...pod, spec, status: { ...pod.status, ...addresses, startTime: formatTime(now) } };
  };
}
