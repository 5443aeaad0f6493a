import { parseArgs } from 'node:util';
import { startDemoCluster } from './start-demo-cluster.ts';
import type { StreamPath } from './streaming/stream-request.ts';

const usage = 'usage: main.ts [--port PORT] [--kubeconfig FILE] [--path A|B|C]';

/** Runs a demo cluster until SIGINT or SIGTERM, for trying real clients on it. */
async function main(): Promise<void> {
  const { port, kubeconfig, path } = readArguments();
  const cluster = await startDemoCluster({
    port,
    path,
    ...(kubeconfig === undefined ? {} : { kubeconfigPath: kubeconfig }),
  });
  const place = cluster.kubeconfigPath === undefined ? '' : ` KUBECONFIG=${cluster.kubeconfigPath}`;
  console.log(`${cluster.url}${place} (containers: ${cluster.isolation})`);
  const stop = () => void cluster.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function readArguments(): { port: number; kubeconfig: string | undefined; path: StreamPath } {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({ options: { port: string, kubeconfig: string, path: string } });
  // Whether they are what they must be, the cluster itself says.
  return {
    port: Number(values.port ?? 0),
    kubeconfig: values.kubeconfig,
    path: (values.path ?? 'B') as StreamPath,
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(usage);
  process.exitCode = 1;
});
