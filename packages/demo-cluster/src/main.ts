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
  const port = Number(values.port ?? 0);
  const path = values.path ?? 'B';
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new TypeError(`--port must be 0 to 65535, got ${values.port}`);
  if (path !== 'A' && path !== 'B' && path !== 'C')
    throw new TypeError(`--path must be A, B or C, got ${path}`);
  return { port, kubeconfig: values.kubeconfig, path };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(usage);
  process.exitCode = 1;
});
