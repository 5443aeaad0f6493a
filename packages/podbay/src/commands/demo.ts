import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemoModule } from '../demo-module.ts';
import { explainListenError } from '../listen-error.ts';
import type { Shutdown } from '../shutdown.ts';
import { note } from '../terminal-lines.ts';

export interface DemoOptions {
  readonly port: number;
  /** Where to write the kubeconfig; default: a temporary directory. */
  readonly kubeconfig?: string;
}

/** Starts the demo cluster's API server alone and says how to use it; it runs until `shutdown` ends it. */
export async function demo({ port, kubeconfig }: DemoOptions, shutdown: Shutdown): Promise<void> {
  shutdown.expectSignal();
  const { startDemoCluster } = await loadDemoModule();
  const kubeconfigPath = kubeconfig ?? (await temporaryFile(shutdown));
  const { isolation } = await shutdown
    .own(startDemoCluster({ port, kubeconfigPath }))
    .catch((error: unknown) => {
      throw explainListenError(error, `127.0.0.1:${port}`);
    });
  if (shutdown.signal.aborted) return;
  note(`the demo cluster runs until Ctrl-C; isolation of its containers: ${isolation}`);
  process.stdout.write(`export KUBECONFIG=${kubeconfigPath}\n`);
}

async function temporaryFile(shutdown: Shutdown): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'podbay-'));
  shutdown.defer(() => rm(directory, { recursive: true, force: true }));
  return join(directory, 'kubeconfig');
}
