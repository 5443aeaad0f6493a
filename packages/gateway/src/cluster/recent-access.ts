import { type AccessAnswer, type AccessQuestion, checkAccess } from './access-review.ts';
import type { ApiClient } from './api-client.ts';

const recentMs = 30_000;
const maxKept = 1000;

/**
 * Access reviews before somebody acts. Who was allowed it a moment ago is not asked about again: Kubernetes decides at the
 * act in any case, and a review only explains its no.
 */
export class RecentAccess {
  readonly #client: ApiClient;
  /** Until when each question that was answered by a yes is not asked again; the oldest first. */
  readonly #allowed = new Map<string, number>();

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** As `checkAccess`. */
  async check(question: AccessQuestion, signal: AbortSignal): Promise<AccessAnswer> {
    const key = JSON.stringify(question);
    if ((this.#allowed.get(key) ?? 0) > performance.now()) return { type: 'allowed' };
    this.#allowed.delete(key);
    const answer = await checkAccess(this.#client, question, signal);
    if (answer.type === 'allowed') this.#keep(key);
    return answer;
  }

  #keep(key: string): void {
    this.#allowed.set(key, performance.now() + recentMs);
    const [oldest] = this.#allowed.keys();
    if (this.#allowed.size > maxKept && oldest !== undefined) this.#allowed.delete(oldest);
  }
}
