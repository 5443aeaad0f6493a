import { gatewayIdentity } from '../../identity.ts';
import type { Cluster } from '../cluster.ts';
import { type Clusters, loadClusters } from '../clusters.ts';
import type { ReapResult } from '../reaper.ts';

/** The clusters of a kubeconfig's text. */
export async function loadContent(
  content: string,
  handleReap: (result: ReapResult) => void = () => {},
): Promise<Clusters> {
  const sources = [{ kubeconfig: { type: 'content', content } }] as const;
  return await loadClusters({ sources, onReap: (_remains, result) => handleReap(result) });
}

/** The context `test` of a kubeconfig's text, and what closes it. */
export async function loadTest(content: string): Promise<Cluster> {
  return (await loadContent(content)).get('test', gatewayIdentity);
}
