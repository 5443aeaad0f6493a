import type { ServerMessage } from '@podbay/protocol';
import type { Viewer } from './viewer.ts';

/**
 * Everybody who looks at one session now, in the order in which they attached or last typed.
 *
 * The last of them is the active one: its terminal answers what programs ask terminals. Each change of it is told with the
 * end of the output at that moment, which nobody has been sent yet, so that every query is answered once.
 */
export class Audience implements Iterable<Viewer> {
  readonly #viewers = new Set<Viewer>();
  #active: Viewer | undefined;

  get size(): number {
    return this.#viewers.size;
  }

  [Symbol.iterator](): Iterator<Viewer> {
    return this.#viewers.values();
  }

  has(viewer: Viewer): boolean {
    return this.#viewers.has(viewer);
  }

  /** Adds a viewer, now the active one, where the output ends at `end`; tells all when it isn't the only one. */
  add(viewer: Viewer, end: number): void {
    this.#moveToEnd(viewer);
    if (this.size > 1) this.#tell(end);
  }

  /** A viewer has typed. */
  activate(viewer: Viewer, end: number): void {
    if (viewer === this.#active || !this.has(viewer)) return;
    this.#moveToEnd(viewer);
    this.#tell(end);
  }

  /** Removes a viewer and tells those who stay. `false`: it was not there. */
  delete(viewer: Viewer, end: number): boolean {
    if (!this.#viewers.delete(viewer)) return false;
    this.#active = [...this.#viewers].at(-1);
    this.#tell(end);
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

  #moveToEnd(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    this.#viewers.add(viewer);
    this.#active = viewer;
  }

  #tell(from: number): void {
    for (const viewer of this.#viewers)
      viewer.tell({ type: 'viewers', count: this.size, answers: viewer === this.#active, from });
  }
}
