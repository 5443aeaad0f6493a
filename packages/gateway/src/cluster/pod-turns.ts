import type { Target } from '@podbay/protocol';
import pLimit, { type LimitFunction } from 'p-limit';

/** Each is an exec, which costs the pod's node more than all that it does there. */
const atOnce = 16;

/**
 * Has no more than 16 things done at once in a pod, the others in their order of arrival. When a gateway ends, or an API server
 * comes back, hundreds of sessions are ended together: on one node so many execs would keep each other from being done in time,
 * and the users of its pods from their shells.
 */
export class PodTurns {
  readonly #limits = new Map<string, LimitFunction>();

  async run<Result>({ context, namespace, pod }: Target, work: () => Promise<Result>): Promise<Result> {
    const key = JSON.stringify([context, namespace, pod]);
    const limit = this.#limits.get(key) ?? pLimit(atOnce);
    this.#limits.set(key, limit);
    try {
      return await limit(work);
    } finally {
      if (limit.activeCount + limit.pendingCount === 0) this.#limits.delete(key);
    }
  }
}
