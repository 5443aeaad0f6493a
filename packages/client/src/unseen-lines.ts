const [tab, lineFeed, carriageReturn, space, del] = [0x09, 0x0a, 0x0d, 0x20, 0x7f];
const c1Lead = 0xc2;
/** Fewer are not worth it. */
const leastLines = 1000;

/** A piece of output, never ending within a character. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** How many lines end in it with CR LF, where it is text and nothing else; `undefined`: there is more to it. */
  readonly lines: number | undefined;
}

/** Looks at a piece of output. */
export function lookAt(bytes: Uint8Array): Piece {
  return { bytes, lines: countLines(bytes) };
}

/**
 * Of pieces that follow each other, how many bytes at the start are lines of which a terminal shows nothing in the end,
 * since at least `kept` lines of the same text follow. 0: none, or too few.
 */
export function unseenBytes(pieces: readonly Piece[], kept: number): number {
  const text = pieces.slice(0, endOfText(pieces));
  let spare = text.reduce((sum, { lines = 0 }) => sum + lines, 0) - kept;
  if (spare < leastLines) return 0;
  let bytes = 0;
  for (const piece of text) {
    const { lines = 0 } = piece;
    if (lines > spare) return bytes + endOfLine(piece.bytes, spare);
    bytes += piece.bytes.length;
    spare -= lines;
  }
  return bytes;
}

function endOfText(pieces: readonly Piece[]): number {
  const end = pieces.findIndex(({ lines }) => lines === undefined);
  return end === -1 ? pieces.length : end;
}

// A byte at a time without calls: it goes over all output.
function countLines(bytes: Uint8Array): number | undefined {
  let lines = 0;
  let previous = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte < space) {
      if (byte === lineFeed) {
        if (previous === carriageReturn) lines++;
      } else if (byte !== carriageReturn && byte !== tab) return undefined;
    } else if (byte === del || (previous === c1Lead && byte >= 0x80 && byte < 0xa0)) return undefined;
    previous = byte;
  }
  return lines;
}

/** Where the first `count` lines that end with CR LF are over. */
function endOfLine(bytes: Uint8Array, count: number): number {
  let at = 0;
  for (let lines = 0; lines < count; ) {
    at = bytes.indexOf(lineFeed, at) + 1;
    if (bytes[at - 2] === carriageReturn) lines++;
  }
  return at;
}
