import type { OutputSlice } from './session-events.ts';

/** Where a connection's output starts. */
export interface OutputStart {
  readonly offset: number;
  /** What comes before it had been put out before the connection attached. */
  readonly head: number;
  /** Bytes ahead of the output that bring a terminal, freshly reset, to the screen at `offset`. */
  readonly snapshotBytes: number;
}

/** From the offset `from` on the terminal answers what programs ask it, or does not. */
export interface AnswerTurn {
  readonly from: number;
  readonly answers: boolean;
}

/**
 * Where the terminal is in the session's output, by absolute offset.
 *
 * ```
 *   acked            parsed           received
 *     │  < ackBytes    │  in xterm's    │
 *  ───┼────────────────┼──── queue ─────┼──►  offset
 *                      ▲
 *            a reconnect resumes here; what is already in the queue is dropped when it comes again
 * ```
 *
 * The gateway sends no more than its window beyond `acked`, so the queue is bounded, whatever the connection does.
 */
export class OutputStream {
  readonly #ackBytes: number;
  #acked = 0;
  #parsed = 0;
  #received = 0;
  #next = 0;
  #turns: AnswerTurn[] = [];
  #snapshotBytes = 0;
  #snapshotWanted = false;

  constructor(ackBytes = 48 * 1024) {
    this.#ackBytes = ackBytes;
  }

  /** Offset of the first byte that the terminal has not parsed. */
  get parsed(): number {
    return this.#parsed;
  }

  /**
   * True while nobody waits for the terminal's answers to what it parses now: that had been put out before this
   * connection attached, or another viewer answers.
   */
  get muted(): boolean {
    return !(this.#turns.findLast(({ from }) => from <= this.#parsed)?.answers ?? false);
  }

  /** A connection carries output from `offset` on. Returns the bytes between that are lost. */
  attach({ offset, head, snapshotBytes }: OutputStart): number {
    const lost = Math.max(0, offset - this.#received);
    this.#next = offset;
    this.#received += lost;
    this.#turns = [{ from: head, answers: true }];
    this.#acked = offset;
    this.#snapshotBytes = snapshotBytes;
    this.#snapshotWanted = lost > 0;
    return lost;
  }

  /** Who answers changes, at an offset that this connection has not carried yet. */
  turn(turn: AnswerTurn): void {
    this.#turns.push(turn);
  }

  /** Takes bytes from the connection. Returns those that are new, cut where it changes who answers. */
  receive(bytes: Uint8Array): OutputSlice[] {
    const picture = bytes.subarray(0, this.#snapshotBytes);
    return [...this.#receiveSnapshot(picture), ...this.#receiveOutput(bytes.subarray(picture.length))].filter(
      slice => slice.bytes.length > 0,
    );
  }

  // Its bytes have no offset; only with the last of them is the terminal where the output goes on.
  #receiveSnapshot(bytes: Uint8Array): OutputSlice[] {
    this.#snapshotBytes -= bytes.length;
    return this.#snapshotWanted ? [{ bytes, end: this.#snapshotBytes === 0 ? this.#next : 0 }] : [];
  }

  #receiveOutput(bytes: Uint8Array): OutputSlice[] {
    const known = Math.min(bytes.length, this.#received - this.#next);
    this.#next += bytes.length;
    const fresh = bytes.subarray(known);
    const start = this.#received;
    this.#received += fresh.length;
    const inside = ({ from }: AnswerTurn) => from > start && from < this.#received;
    const ends = [...new Set(this.#turns.filter(inside).map(({ from }) => from)), this.#received];
    return ends.map((end, index) => {
      const previous = ends[index - 1] ?? start;
      return { bytes: fresh.subarray(previous - start, end - start), end };
    });
  }

  /** The terminal has parsed every byte before `offset`. */
  parse(offset: number): void {
    this.#parsed = Math.max(this.#parsed, offset);
    const current = this.#turns.findLastIndex(({ from }) => from <= this.#parsed);
    if (current > 0) this.#turns.splice(0, current);
  }

  /** When to acknowledge: a portion at once, less of it together with what follows soon. */
  get ackDue(): 'now' | 'soon' | undefined {
    const due = this.#parsedHere - this.#acked;
    if (due >= this.#ackBytes) return 'now';
    return due > 0 && this.#parsed >= this.#received ? 'soon' : undefined;
  }

  /** The offset to acknowledge; it counts as told. */
  takeAck(): number {
    this.#acked = this.#parsedHere;
    return this.#acked;
  }

  /** Never beyond what this connection carried. */
  get #parsedHere(): number {
    return Math.min(this.#parsed, this.#next);
  }
}
