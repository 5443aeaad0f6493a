import type { Wake } from '../wake.ts';

/** A page that wakes when it is told to. */
export class FakeWake implements Wake {
  readonly #handlers = new Set<() => void>();
  visible = true;

  isVisible(): boolean {
    return this.visible;
  }

  onWake(handler: () => void): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  /** How many listen. */
  get listeners(): number {
    return this.#handlers.size;
  }

  wake(): void {
    for (const handler of [...this.#handlers]) handler();
  }
}
