import type { ClusterUnderTest } from '../cluster.ts';
import type { Contestant, ContestantName } from '../gateways/contestant.ts';
import type { Stage } from '../stage.ts';

/** Gateways that have done nothing yet. */
export async function startFresh(
  stage: Stage,
  cluster: ClusterUnderTest,
  names: readonly ContestantName[],
): Promise<readonly Contestant[]> {
  const started: Contestant[] = [];
  for (const name of names) {
    const contestant = await stage.start(cluster, name);
    if (contestant !== undefined) started.push(contestant);
  }
  return started;
}
