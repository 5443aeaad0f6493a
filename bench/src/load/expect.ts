import { type BlockMode, blockOf } from '../program.ts';

/** A typed line's answer that is not whole after this time is an error. */
const defaultDeadlineMs = 120_000;

/** Two blocks, so that every stretch of the output up to a block long lies in it in one piece. */
const expectedOf = { blocks: twice(blockOf.blocks), ys: twice(blockOf.ys) };

function twice(block: Buffer): Buffer {
  return Buffer.concat([block, block]);
}

/** Compares printed blocks with what they must be, byte for byte. */
export class BlockCheck {
  readonly #blockBytes: number;
  readonly #expected: Buffer;
  readonly #start: number;
  #at: number;

  /** `start`: where in the block the output begins. */
  constructor(start = 0, mode: BlockMode = 'blocks') {
    this.#blockBytes = blockOf[mode].length;
    this.#expected = expectedOf[mode];
    this.#start = start;
    this.#at = start;
  }

  /** How many were right. */
  get bytes(): number {
    return this.#at - this.#start;
  }

  /** Throws at the first byte that differs. */
  check(bytes: Buffer): void {
    const start = this.#at % this.#blockBytes;
    if (bytes.compare(this.#expected, start, start + bytes.length) !== 0) {
      throw new Error(`the output differs from what was printed, after byte ${this.bytes}`);
    }
    this.#at += bytes.length;
  }
}

/** A promise with a deadline. */
export interface Milestone<T = void> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

/** Something that must happen within `deadlineMs`; `what` names it in the error, which need not be waited for. */
export function milestone<T = void>(what: string, deadlineMs = defaultDeadlineMs): Milestone<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(new Error(`${what}: not within ${deadlineMs} ms`)), deadlineMs);
  const clear = () => clearTimeout(timer);
  promise.then(clear, clear);
  return { promise, resolve, reject };
}
