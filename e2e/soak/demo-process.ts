import { once } from 'node:events';
import type { Fault, FaultScope } from '@podbay/demo-cluster';
import { Child } from './child.ts';

/** A demo cluster in a process of its own, in which things can be made to go wrong. */
export class DemoProcess {
  readonly #child: Child;

  /** Starts it, and waits until its kubeconfig is at `path`. */
  static async start(path: string): Promise<DemoProcess> {
    const child = new Child('../e2e/soak/demo-main.ts', { args: [path] });
    try {
      await child.waitFor(/^https:/);
      return new DemoProcess(child);
    } catch (error) {
      await child.close();
      throw error;
    }
  }

  constructor(child: Child) {
    this.#child = child;
  }

  async inject(fault: Fault, scope: FaultScope): Promise<void> {
    const answer = once(this.#child.process, 'message', { signal: AbortSignal.timeout(10_000) });
    this.#child.process.send({ fault, scope });
    await answer;
  }

  async close(): Promise<void> {
    await this.#child.close();
  }
}
