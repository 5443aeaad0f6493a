import {
  type Clusters,
  ConfigError,
  type KubeconfigSource,
  loadClusters,
  type ReapMode,
} from '@podbay/gateway/cluster';
import { loadDemoModule } from './demo-module.ts';
import type { Shutdown } from './shutdown.ts';

/** What somebody chose on the command line. */
export interface ClusterChoice {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** Whom the opened clusters belong to. */
export interface ClusterOwner {
  readonly shutdown: Shutdown;
  readonly reapMode?: ReapMode | undefined;
  /** How often rights are asked for again, in ms; 0: never. */
  readonly accessCheckMs?: number | undefined;
}

/** Is told what somebody should know of the clusters, in lines. */
export interface DemoOwner extends ClusterOwner {
  readonly tell: (line: string) => void;
}

/** The clusters of the chosen kubeconfig, else of the default one; the chosen context is the current one. */
export async function openClusters(
  { kubeconfig, context }: ClusterChoice,
  { shutdown, ...settings }: ClusterOwner,
): Promise<Clusters> {
  const sources = [{ kubeconfig: sourceOf(kubeconfig) }];
  return await shutdown.own(loadClusters({ sources, context, ...settings }));
}

/** The same; where nobody chose a kubeconfig and there is none with a cluster in it, the demo cluster. */
export async function openClustersOrDemo(choice: ClusterChoice, owner: DemoOwner): Promise<Clusters> {
  try {
    return await openClusters(choice, owner);
  } catch (error) {
    if (choice.kubeconfig !== undefined || !isNoKubeconfig(error)) throw error;
    owner.tell(`${error.message}, so this is the demo cluster`);
    return await openDemo(choice, owner);
  }
}

/** The embedded demo cluster, started here. */
export async function openDemo(
  { context }: ClusterChoice,
  { shutdown, tell, ...settings }: DemoOwner,
): Promise<Clusters> {
  const { startDemoCluster } = await loadDemoModule();
  const { kubeconfig, isolation } = await shutdown.own(startDemoCluster());
  tell(`the demo cluster runs on this machine; isolation of its containers: ${isolation}`);
  const source = { kubeconfig: { type: 'content', content: kubeconfig }, demo: true } as const;
  return await shutdown.own(loadClusters({ sources: [source], context, ...settings }));
}

function sourceOf(path: string | undefined): KubeconfigSource {
  return path === undefined ? { type: 'default' } : { type: 'file', path };
}

/** A file that `$KUBECONFIG` names and that is not there is a mistake to tell; the absence of the default file is none. */
function isNoKubeconfig(error: unknown): error is ConfigError {
  if (!(error instanceof ConfigError)) return false;
  const isMissing = error.code === 'unreadable' && error.cause === undefined;
  return error.code === 'empty' || (isMissing && !process.env.KUBECONFIG);
}
