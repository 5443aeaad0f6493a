import { type Cluster, gatewayIdentity, RefusalError } from '@podbay/gateway/cluster';
import { explainBadTarget, type Target } from '@podbay/protocol';
import { CliError } from '../cli-error.ts';
import { chooseContainer } from '../exec/choose-container.ts';
import { runHere } from '../exec/run-here.ts';
import { type ClusterChoice, openClusters } from '../open-clusters.ts';
import type { Shutdown } from '../shutdown.ts';

export interface ExecOptions extends ClusterChoice {
  readonly namespace?: string;
  readonly container?: string;
}

export interface ExecRequest {
  /** A pod's name, or `pod/NAME` as kubectl prints it. */
  readonly pod: string;
  /** Empty: the best shell that there is. */
  readonly command: readonly string[];
}

/** Runs a command in a container between this process's own streams, and resolves with its exit code. */
export async function exec(request: ExecRequest, options: ExecOptions, shutdown: Shutdown): Promise<number> {
  const clusters = await openClusters(options, { shutdown });
  const cluster = clusters.get(clusters.current(gatewayIdentity) ?? '', gatewayIdentity);
  const target = await findTarget(cluster, { ...request, ...options }, shutdown.signal);
  const checked = await cluster.preflight(target, shutdown.signal);
  if (checked.type === 'refused') throw new RefusalError(checked.refusal);
  const { command } = request;
  return await runHere(cluster, { target, command, ...checked }, shutdown);
}

async function findTarget(
  cluster: Cluster,
  { pod, namespace = cluster.summary.namespace, container }: ExecRequest & ExecOptions,
  signal: AbortSignal,
): Promise<Target> {
  const target = { context: cluster.summary.name, namespace, pod: pod.replace(/^pods?\//, '') };
  const bad = explainBadTarget({ ...target, container: container ?? 'any' });
  if (bad !== undefined) throw new CliError(bad);
  return { ...target, container: container ?? (await chooseContainer(cluster, target, signal)) };
}
