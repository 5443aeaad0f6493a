import { type AttachedMessage, closeCodes } from '@podbay/protocol';
import type { Output } from './output.ts';
import type { Viewer } from './viewer.ts';

/** What `attached` tells beside where the output begins. */
export type SessionFacts = Omit<AttachedMessage, 'type' | 'offset' | 'head' | 'missed' | 'snapshot'>;

export interface GreeterOptions {
  readonly output: Output;
  /** As they are when the viewer is greeted. */
  readonly describe: (viewer: Viewer) => SessionFacts;
  /** Has the program draw its screen again. */
  readonly redraw: () => void;
  /** Called for what nobody expected. */
  readonly onError: (error: unknown) => void;
}

/**
 * Opens the conversation with a viewer: by the bytes that it lacks, or, where those are no longer kept, by a picture.
 *
 * It waits for the picture among the other viewers, so that what is printed after the picture is kept for it.
 */
export class Greeter {
  readonly #options: GreeterOptions;

  constructor(options: GreeterOptions) {
    this.#options = options;
  }

  /** `wanted`: offset of the first byte that the viewer lacks. */
  greet(viewer: Viewer, wanted: number): void {
    const { start, end } = this.#options.output;
    if (wanted >= start) this.#tell(viewer, { missed: 0, snapshot: null, head: end });
    else void this.#greetLater(viewer, { wanted, head: end });
  }

  // A bug in the making of a picture must not end the others.
  async #greetLater(viewer: Viewer, asked: Asked): Promise<void> {
    try {
      await this.#greetWithPicture(viewer, asked);
    } catch (error) {
      this.#options.onError(error);
      viewer.channel.close(closeCodes.internal, 'internal error');
    }
  }

  async #greetWithPicture(viewer: Viewer, { wanted, head }: Asked): Promise<void> {
    const { output, redraw } = this.#options;
    const snapshot = await output.snapshot();
    if (!output.viewers.has(viewer)) return;
    if (snapshot !== undefined && !output.startAt(viewer, snapshot.offset)) return;
    const { exact, bytes } = snapshot ?? { exact: false, bytes: new Uint8Array() };
    const missed = viewer.sent - wanted;
    this.#tell(viewer, { missed, snapshot: { bytes: bytes.length, exact }, head }, bytes);
    output.flush(viewer);
    if (!exact) redraw();
  }

  #tell(
    viewer: Viewer,
    rest: Pick<AttachedMessage, 'head' | 'missed' | 'snapshot'>,
    picture?: Uint8Array,
  ): void {
    const facts = this.#options.describe(viewer);
    viewer.greet({ type: 'attached', ...facts, offset: viewer.sent, ...rest }, picture);
  }
}

interface Asked {
  readonly wanted: number;
  readonly head: number;
}
