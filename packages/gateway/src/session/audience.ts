import type { ServerMessage } from '@podbay/protocol';
import type { Viewer } from './viewer.ts';

/** Everybody who looks at one session now. */
export class Audience implements Iterable<Viewer> {
  readonly #viewers = new Set<Viewer>();

  get size(): number {
    return this.#viewers.size;
  }

  [Symbol.iterator](): Iterator<Viewer> {
    return this.#viewers.values();
  }

  has(viewer: Viewer): boolean {
    return this.#viewers.has(viewer);
  }

  /** Adds a viewer, and tells all when it isn't the only one. */
  add(viewer: Viewer): void {
    this.#viewers.add(viewer);
    if (this.size > 1) this.#tellCount();
  }

  /** Removes a viewer and tells those who stay. `false`: it was not there. */
  delete(viewer: Viewer): boolean {
    if (!this.#viewers.delete(viewer)) return false;
    this.#tellCount();
    return true;
  }

  /** The highest offset that a viewer has acknowledged; `undefined` where nobody looks. */
  get fastest(): number | undefined {
    let fastest: number | undefined;
    for (const { acknowledged } of this.#viewers) {
      if (fastest === undefined || acknowledged > fastest) fastest = acknowledged;
    }
    return fastest;
  }

  /** Sends `message` to all, but not to `except`. */
  broadcast(message: ServerMessage, except?: Viewer): void {
    for (const viewer of this.#viewers) if (viewer !== except) viewer.tell(message);
  }

  #tellCount(): void {
    this.broadcast({ type: 'viewers', count: this.size });
  }
}
