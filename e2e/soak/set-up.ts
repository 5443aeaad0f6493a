import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cluster, type Clusters, gatewayIdentity, loadClusters } from '@podbay/gateway/cluster';
import { createPod } from './containers.ts';
import { addCuttableContexts, type CuttableContext } from './cuttable-contexts.ts';
import { DemoProcess } from './demo-process.ts';
import { GatewayProcess, type GatewayProcessOptions } from './gateway-process.ts';
import type { Place, SoakOptions } from './options.ts';

/** A gateway and a cluster, each in a process of its own. */
export interface SetUp {
  readonly gateway: GatewayProcess;
  /** The cluster without the gateway. */
  readonly cluster: Cluster;
  readonly context: string;
  readonly places: readonly Place[];
  readonly cuttable: readonly CuttableContext[];
  /** `undefined`: a real cluster. */
  readonly demo: DemoProcess | undefined;
  /** What more gateways can be started with. */
  readonly paths: GatewayProcessOptions;
  close(): Promise<void>;
}

// What takes minutes in life is short here, and nobody is refused.
const config = {
  short: 'drain: 5s\nlimits:\n  grace: 5s\n  heartbeat: 2s\n',
  default: 'limits:\n',
} as const;
const unlimited = `  maxSessions: 1000000
  maxSessionsPerUser: 1000000
  maxSessionsPerPod: 1000000
  attachBurst: 1000000
  attachesPerMinute: 1000000
`;

const cuttableCount = 4;
const demoPods = 6;

/** Starts everything. What has been started is closed when a part of it fails. */
export async function setUp(
  { cluster: real }: Pick<SoakOptions, 'cluster'>,
  times: keyof typeof config,
): Promise<SetUp> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (let step = closers.pop(); step; step = closers.pop()) await step();
  };
  try {
    const directory = await mkdtemp(join(tmpdir(), 'podbay-soak-'));
    closers.push(() => rm(directory, { recursive: true, force: true }));
    const demo = real === undefined ? await DemoProcess.start(join(directory, 'demo')) : undefined;
    closers.push(() => demo?.close());
    const original = real?.kubeconfig ?? join(directory, 'demo');
    const kubeconfig = await addCuttableContexts(await readFile(original, 'utf8'), cuttableCount);
    closers.push(() => {
      for (const { relay } of kubeconfig.cuttable) relay.close();
    });
    const paths = {
      kubeconfig: join(directory, 'kubeconfig'),
      config: join(directory, 'podbay.yaml'),
      stateDir: join(directory, 'state'),
    };
    await writeFile(paths.kubeconfig, kubeconfig.text, { mode: 0o600 });
    await writeFile(paths.config, config[times] + unlimited);
    const clusters = await loadClusters({
      sources: [{ kubeconfig: { type: 'file', path: paths.kubeconfig } }],
    });
    closers.push(() => clusters.close());
    const cluster = clusters.get(kubeconfig.context, gatewayIdentity);
    const places = real === undefined ? await createPlaces(clusters, kubeconfig.context) : [real.place];
    const gateway = await GatewayProcess.start(paths);
    closers.push(() => gateway.close());
    const { context, cuttable } = kubeconfig;
    return { gateway, cluster, context, places, cuttable, demo, paths, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Many small containers, and two of the company's: one with bash, one without. */
async function createPlaces(clusters: Clusters, context: string): Promise<readonly Place[]> {
  const names = Array.from({ length: demoPods }, (_, i) => `soak-place-${i}`);
  const created = await Promise.all(
    names.map(name => createPod(clusters.get(context, gatewayIdentity), name)),
  );
  return [
    ...created,
    { namespace: 'shop', pod: 'db-0', container: 'postgres' },
    { namespace: 'shop', pod: 'cache-0', container: 'redis' },
  ];
}
