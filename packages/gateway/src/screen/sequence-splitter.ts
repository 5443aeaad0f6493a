import { type SequenceHandler, scanSequences } from './sequence-scan.ts';

/** How much of an unfinished sequence is kept. Titles, links and clipboards are far below, pictures above. */
export const maxUnfinishedBytes = 64 * 1024;

// Begins what a terminal reads over to its end, for an unfinished sequence that is too long to be kept.
const swallowed = {
  osc: Buffer.from('\x1b]9999;'),
  string: Buffer.from('\x1b_'),
  csi: Buffer.from('\x1b[0<'),
};

/** Cuts a stream of terminal output so that no sequence and no character is cut: what is unfinished waits. */
export class SequenceSplitter {
  #unfinished: Buffer = Buffer.alloc(0);

  /** What waits for its end: at most 64 KiB. */
  get unfinished(): Buffer {
    return this.#unfinished;
  }

  /** Takes the next bytes; returns what is complete, and tells each sequence in it by its range there. */
  push(bytes: Uint8Array, listen?: (complete: Buffer) => SequenceHandler): Buffer {
    const all = this.#unfinished.length === 0 ? bufferOf(bytes) : Buffer.concat([this.#unfinished, bytes]);
    const end = scanSequences(all, listen?.(all));
    this.#unfinished = shorten(Buffer.from(all.subarray(end)));
    return all.subarray(0, end);
  }

  /** Forgets what is unfinished. */
  restart(): void {
    this.#unfinished = Buffer.alloc(0);
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function shorten(unfinished: Buffer): Buffer {
  if (unfinished.length <= maxUnfinishedBytes) return unfinished;
  const introducer = unfinished[0] === 0x1b ? unfinished[1] : (unfinished[1] ?? 0) - 0x40;
  if (introducer === 0x5d) return swallowed.osc;
  return introducer === 0x5b ? swallowed.csi : swallowed.string;
}
