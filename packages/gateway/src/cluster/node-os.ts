import { type ApiClient, apiPath } from './api-client.ts';
import type { KubeNode } from './kubernetes-types.ts';

const timeoutMs = 3_000;

/** Tells whether a node runs Windows; `false` where the user may not know. Rejects only when `signal` aborts. */
export async function isWindowsNode(client: ApiClient, node: string, signal: AbortSignal): Promise<boolean> {
  try {
    const path = apiPath('api', 'v1', 'nodes', node);
    const { metadata, status } = await client.get<KubeNode>(path, { signal, timeoutMs });
    const os = metadata?.labels?.['kubernetes.io/os'] ?? status?.nodeInfo?.operatingSystem;
    return os === 'windows';
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
