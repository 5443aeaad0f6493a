import type { Refusal } from '@podbay/protocol';
import { checkAccess } from './access-review.ts';
import type { ApiClient } from './api-client.ts';

export interface ListRightsOptions {
  readonly client: ApiClient;
  /** `''`: all. */
  readonly namespace: string;
  /** How often Kubernetes is asked, in ms; 0: never. */
  readonly checkMs: number;
  /** Called each time that the answer is no. */
  readonly onDenied: (loss: ListRightsLoss) => void;
}

export interface ListRightsLoss {
  readonly refusal: Refusal;
  /** What was listed may still be seen, as it was. */
  readonly mayList: boolean;
}

/**
 * Whether pods may still be listed and watched: Kubernetes looks only when a watch begins, so it is asked again while one goes
 * on. What is unclear ends nothing.
 */
export class ListRights {
  readonly #options: ListRightsOptions;
  readonly #ending = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  #isAsking = false;

  constructor(options: ListRightsOptions) {
    this.#options = options;
    const { checkMs } = options;
    // Early enough for an answer within checkMs.
    if (checkMs > 0) this.#timer = setInterval(() => void this.#check(), 0.8 * checkMs).unref();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#ending.abort();
  }

  async #check(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const { client, namespace, onDenied } = this.#options;
    const question = { namespace, resource: 'pods', verbs: ['list', 'watch'] };
    // It rejects with its abort only.
    const answer = await checkAccess(client, question, this.#ending.signal).catch(() => undefined);
    this.#isAsking = false;
    if (answer?.type !== 'denied') return;
    const { missingVerbs, refusal } = answer;
    onDenied({ refusal, mayList: missingVerbs.join() === 'watch' });
  }
}
