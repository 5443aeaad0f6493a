import type { Target } from '@podbay/protocol';
import { type AccessAnswer, execQuestion } from './cluster/access-review.ts';
import type { Cluster } from './cluster/cluster.ts';

interface Asked {
  readonly answer: Promise<AccessAnswer>;
  readonly atMs: number;
}

/**
 * Asks whether terminals may still be had, once for all sessions of one identity in one pod.
 *
 * An answer is kept as long as somebody accepts one of that age; `freshMs` is the oldest that anybody does.
 */
export class AccessQuestions {
  readonly #freshMs: number;
  readonly #asked = new Map<Cluster, Map<string, Asked>>();

  constructor(freshMs: number) {
    this.#freshMs = freshMs;
  }

  /** `maxAgeMs` 0: it is asked anew. Never rejects. */
  ask(cluster: Cluster, { namespace, pod }: Target, maxAgeMs: number): Promise<AccessAnswer> {
    const now = performance.now();
    this.#forget(now - this.#freshMs);
    const ofCluster = this.#asked.get(cluster) ?? new Map<string, Asked>();
    const key = `${namespace}/${pod}`;
    const found = ofCluster.get(key);
    if (found !== undefined && now - found.atMs < maxAgeMs) return found.answer;
    const answer = cluster.checkAccess(execQuestion(namespace, pod), new AbortController().signal);
    ofCluster.delete(key);
    ofCluster.set(key, { answer, atMs: now });
    this.#asked.set(cluster, ofCluster);
    return answer;
  }

  #forget(beforeMs: number): void {
    for (const [cluster, ofCluster] of this.#asked) {
      for (const [key, { atMs }] of ofCluster) if (atMs < beforeMs) ofCluster.delete(key);
      if (ofCluster.size === 0) this.#asked.delete(cluster);
    }
  }
}
