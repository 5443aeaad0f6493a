import type { Cluster } from '../cluster.ts';
import { type Clusters, loadClusters } from '../clusters.ts';

/** The clusters of a kubeconfig's text. */
export async function loadContent(content: string): Promise<Clusters> {
  return await loadClusters({ sources: [{ kubeconfig: { type: 'content', content } }] });
}

/** The context `test` of a kubeconfig's text, and what closes it. */
export async function loadTest(content: string): Promise<Cluster> {
  return (await loadContent(content)).get('test');
}
