import type { ClusterUnderTest } from '../cluster.ts';
import { Contestant } from './contestant.ts';

/** No gateway at all. */
export function direct({ access, place }: ClusterUnderTest): Contestant {
  return new Contestant({ name: 'direct', endpoint: { type: 'exec', access, place } });
}
