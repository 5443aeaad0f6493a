import type { ContainerDefinition, PodSpec } from '../objects/pod.ts';
import { images } from '../runtime/images.ts';
import type { Age } from './ages.ts';

/** A workload of the company, and what has become of its pods. */
export interface Plan {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'Pod';
  readonly namespace: string;
  readonly name: string;
  readonly age: Age;
  readonly replicas?: number;
  /** The tier, as a label. */
  readonly tier: string;
  readonly story?: Story;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** Of a job: when the cron job of this name makes one. */
  readonly schedule?: string;
  readonly pod: Pick<PodSpec, 'containers' | 'initContainers' | 'restartPolicy' | 'nodeSelector'> & {
    readonly tolerations?: readonly object[];
    readonly hostNetwork?: boolean;
  };
}

/** What has happened to a workload's pods before the cluster's start. */
export type Story =
  | { readonly type: 'running'; readonly podAges?: readonly Age[]; readonly restarts?: Restarts }
  | { readonly type: 'crashing'; readonly restarts: number }
  | { readonly type: 'no-image' }
  | { readonly type: 'unschedulable' }
  | { readonly type: 'completed'; readonly seconds: number };

/** How often the first pod's first container has been restarted, and why. */
export interface Restarts {
  readonly count: number;
  readonly lastAgo: Age;
  readonly exitCode: number;
  readonly reason: string;
}

const small = { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } };
const medium = { requests: { cpu: '200m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } };
const large = { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '1', memory: '2Gi' } };
const defaultContainer = (name: string) => ({ 'kubectl.kubernetes.io/default-container': name });
const everywhere = [{ operator: 'Exists' }];

function container(
  name: string,
  image: string,
  more: Omit<ContainerDefinition, 'name' | 'image'> = {},
): ContainerDefinition {
  return { name, image, resources: small, ...more };
}

const fromPod = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
const port = (name: string, containerPort: number) => ({ ports: [{ name, containerPort, protocol: 'TCP' }] });
const shipper = container('log-shipper', images.logShipper.name);

/** A furniture shop, its payments, and what the two run on. */
export const company: readonly Plan[] = [
  {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'web',
    tier: 'frontend',
    age: '96d',
    replicas: 3,
    port: 8080,
    story: { type: 'running', podAges: ['6d', '6d', '19h'] },
    annotations: defaultContainer('nginx'),
    pod: {
      // A sidecar in Kubernetes' own sense: an init container that goes on.
      initContainers: [{ ...shipper, restartPolicy: 'Always' }],
      containers: [container('nginx', images.web.name, { ...port('http', 8080), resources: medium })],
    },
  },
  {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'api',
    tier: 'backend',
    age: '96d',
    replicas: 2,
    port: 8080,
    story: {
      type: 'running',
      podAges: ['2d', '2d'],
      restarts: { count: 2, lastAgo: '31h', exitCode: 137, reason: 'OOMKilled' },
    },
    annotations: defaultContainer('api'),
    pod: {
      initContainers: [container('migrate', images.migrate.name)],
      containers: [
        container('api', images.api.name, {
          ...port('http', 8080),
          resources: medium,
          env: [
            { name: 'DATABASE_URL', value: 'postgres://api@db.shop:5432/shop' },
            fromPod('POD_NAME', 'metadata.name'),
            fromPod('POD_IP', 'status.podIP'),
          ],
        }),
        shipper,
      ],
    },
  },
  {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'worker',
    tier: 'backend',
    age: '61d',
    replicas: 2,
    story: { type: 'running', podAges: ['11d', '2h'] },
    pod: { containers: [container('worker', images.worker.name, { resources: medium })] },
  },
  {
    kind: 'StatefulSet',
    namespace: 'shop',
    name: 'db',
    tier: 'data',
    age: '180d',
    replicas: 2,
    port: 5432,
    story: { type: 'running', podAges: ['34d', '33d'] },
    pod: {
      containers: [container('postgres', images.db.name, { ...port('postgres', 5432), resources: large })],
    },
  },
  {
    kind: 'StatefulSet',
    namespace: 'shop',
    name: 'cache',
    tier: 'data',
    age: '180d',
    replicas: 1,
    port: 6379,
    pod: {
      containers: [container('redis', images.cache.name, { ...port('redis', 6379), resources: medium })],
    },
  },
  {
    kind: 'Deployment',
    namespace: 'shop',
    name: 'recommendations',
    tier: 'backend',
    age: '5h',
    replicas: 1,
    story: { type: 'unschedulable' },
    pod: {
      nodeSelector: { 'example.com/accelerator': 'l4' },
      containers: [container('model', 'registry.demo/shop/recommendations:0.3.0', { resources: large })],
    },
  },
  {
    kind: 'Deployment',
    namespace: 'payments',
    name: 'ledger',
    tier: 'backend',
    age: '143d',
    replicas: 2,
    port: 8080,
    story: { type: 'running', podAges: ['9d', '9d'] },
    pod: {
      containers: [container('ledger', images.payments.name, { ...port('http', 8080), resources: medium })],
    },
  },
  {
    kind: 'Deployment',
    namespace: 'payments',
    name: 'fraud-check',
    tier: 'backend',
    age: '26h',
    replicas: 1,
    story: { type: 'crashing', restarts: 7 },
    pod: { containers: [container('fraud-check', images.crasher.name)] },
  },
  {
    kind: 'Deployment',
    namespace: 'payments',
    name: 'invoices',
    tier: 'backend',
    age: '47m',
    replicas: 1,
    story: { type: 'no-image' },
    pod: { containers: [container('invoices', 'registry.demo/payments/invoices:2.9.0-rc1')] },
  },
  {
    kind: 'Job',
    namespace: 'payments',
    name: 'daily-report',
    tier: 'batch',
    age: '7h',
    story: { type: 'completed', seconds: 74 },
    schedule: '0 4 * * *',
    pod: { restartPolicy: 'OnFailure', containers: [container('report', images.batchReport.name)] },
  },
  {
    kind: 'Deployment',
    namespace: 'platform',
    name: 'gateway',
    tier: 'edge',
    age: '201d',
    replicas: 2,
    port: 8443,
    story: { type: 'running', podAges: ['17d', '17d'] },
    pod: {
      containers: [container('gateway', images.gateway.name, { ...port('https', 8443), resources: medium })],
    },
  },
  {
    kind: 'DaemonSet',
    namespace: 'monitoring',
    name: 'node-exporter',
    tier: 'metrics',
    age: '201d',
    pod: {
      hostNetwork: true,
      tolerations: everywhere,
      containers: [container('node-exporter', images.nodeExporter.name, port('metrics', 9100))],
    },
  },
  {
    kind: 'StatefulSet',
    namespace: 'monitoring',
    name: 'prometheus',
    tier: 'metrics',
    age: '201d',
    replicas: 1,
    port: 9090,
    story: { type: 'running', podAges: ['12d'] },
    pod: {
      containers: [
        container('prometheus', images.prometheus.name, { ...port('http', 9090), resources: large }),
      ],
    },
  },
  {
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'log-agent',
    tier: 'node',
    age: '201d',
    pod: { tolerations: everywhere, containers: [container('log-agent', images.logShipper.name)] },
  },
  {
    kind: 'Pod',
    namespace: 'default',
    name: 'playground',
    tier: 'tools',
    age: '4d',
    pod: { containers: [container('shell', images.toolbox.name, { stdin: true, tty: true })] },
  },
];
