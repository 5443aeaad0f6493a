// Two of these are one entry: where an SGR sequence begins and ends.
const maxPositions = 8192;
const [zero, three, four, semicolon] = [0x30, 0x33, 0x34, 0x3b];

/**
 * The SGR sequences of a block, noted by position alone. Dense output has one for each character, and nearly all of
 * them are void: a reset makes those before it so, a colour the earlier colours of its kind.
 */
export class PenLog {
  #bytes: Buffer = Buffer.alloc(0);
  #positions: number[] = [];
  #hasReset = false;

  /** Whether there is room for another. */
  get isFull(): boolean {
    return this.#positions.length >= maxPositions;
  }

  /** Positions are in these bytes from now on. */
  begin(bytes: Buffer): void {
    this.#bytes = bytes;
  }

  /** Notes `ESC [ … m`. */
  add(start: number, end: number): void {
    const length = end - start - 3;
    if (length === 0 || (length === 1 && this.#bytes[start + 2] === zero)) {
      this.#positions = [];
      this.#hasReset = true;
    } else this.#positions.push(start, end);
  }

  /** The parameters of those that count, in order; the log is empty afterwards. */
  take(): readonly string[] {
    const positions = this.#positions;
    const params: string[] = [];
    let seen = 0;
    for (let i = positions.length - 2; i >= 0; i -= 2) {
      const [start = 0, end = 0] = [positions[i], positions[i + 1]];
      const colour = loneColour(this.#bytes, start, end);
      if (colour !== 0 && (seen & colour) === colour) continue;
      seen |= colour;
      params.push(this.#bytes.toString('latin1', start + 2, end - 1));
    }
    if (this.#hasReset) params.push('0');
    this.#positions = [];
    this.#hasReset = false;
    return params.reverse();
  }
}

// 1: sets the foreground and nothing else; 2: the background; 0: anything.
function loneColour(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start + 2];
  if (first !== three && first !== four) return 0;
  const second = bytes[start + 3] ?? 0;
  const kind = first - three + 1;
  if (end - start === 5) return second >= zero && second <= 0x39 && second !== 0x38 ? kind : 0;
  if (second !== 0x38 || bytes[start + 4] !== semicolon) return 0;
  let semicolons = 0;
  for (let at = start + 4; at < end; at++) if (bytes[at] === semicolon) semicolons++;
  const mode = bytes[start + 5];
  return (mode === 0x32 && semicolons === 4) || (mode === 0x35 && semicolons === 2) ? kind : 0;
}
