import { spawnModule } from '../child.ts';
import type { ClusterUnderTest } from '../cluster.ts';
import { root } from '../paths.ts';
import type { Scope } from '../scope.ts';
import { Contestant } from './contestant.ts';

/** The gateway that one would write without this project. */
export async function startNaive(cluster: ClusterUnderTest, scope: Scope): Promise<Contestant> {
  const child = spawnModule(`${root}bench/peers/naive.ts`, [cluster.kubeconfig], scope);
  const contestant = async () => {
    const [origin] = await child.waitFor(/http:\S+/);
    const endpoint = { type: 'naive', origin, place: cluster.place } as const;
    return new Contestant({ name: 'naive', endpoint, child });
  };
  scope.own(child);
  return await contestant();
}
