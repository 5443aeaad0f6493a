const esc = 0x1b;
const bel = 0x07;
const can = 0x18;
const sub = 0x1a;
const shiftOut = 0x0e;
const shiftIn = 0x0f;
// The first byte of a C1 control in UTF-8: C2 80 .. C2 9F.
const c1Lead = 0xc2;
const nearBytes = 64;

/** Takes the range of each complete escape sequence, C1 control and shift, in order. */
export type SequenceHandler = (start: number, end: number) => void;

/**
 * Walks over terminal output that starts in no sequence, and tells the sequences. Text is hopped over at native speed.
 * Returns where the bytes begin that are not complete yet: a sequence or a character whose end is still to come.
 *
 *   text ──ESC──► escape ──[──► csi ────final────► text
 *                    │ ]PX^_
 *                    └───────► string ──ST, BEL──► text       CAN, SUB and C1 controls end all of them
 */
export function scanSequences(bytes: Buffer, handle?: SequenceHandler): number {
  const stops = new Stops(bytes);
  let at = 0;
  for (;;) {
    const start = stops.next(at);
    if (start === -1) return incompleteCharacter(bytes, at);
    const end = sequenceEnd(bytes, start);
    if (end === -1) return start;
    if (end > start) handle?.(start, end);
    at = Math.max(end, start + 1);
  }
}

// Where the next byte is that may begin a sequence: looked for byte by byte where sequences are dense, and by native
// search farther on, where each needle is searched again only once it was passed.
class Stops {
  readonly #bytes: Buffer;
  readonly #needles = [esc, c1Lead, shiftOut, shiftIn];
  readonly #found = [-1, -1, -1, -1];

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  next(from: number): number {
    const bytes = this.#bytes;
    const near = Math.min(from + nearBytes, bytes.length);
    for (let at = from; at < near; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === esc || byte === c1Lead || byte === shiftOut || byte === shiftIn) return at;
    }
    return near === bytes.length ? -1 : this.#far(near);
  }

  #far(from: number): number {
    let nearest = this.#bytes.length;
    for (let i = 0; i < this.#needles.length; i++) {
      let found = this.#found[i] ?? -1;
      if (found < from) {
        const at = this.#bytes.indexOf(this.#needles[i] ?? esc, from);
        found = at === -1 ? this.#bytes.length : at;
        this.#found[i] = found;
      }
      if (found < nearest) nearest = found;
    }
    return nearest === this.#bytes.length ? -1 : nearest;
  }
}

// Just after the sequence that begins at `start`; `start`: there is none; -1: it goes on after these bytes.
function sequenceEnd(bytes: Buffer, start: number): number {
  const first = bytes[start];
  if (first === shiftIn || first === shiftOut) return start + 1;
  const second = bytes[start + 1];
  if (second === undefined) return -1;
  if (first === c1Lead)
    return second < 0x80 || second > 0x9f ? start : bodyEnd(bytes, start + 2, second - 0x40);
  return escapeEnd(bytes, start + 1);
}

function bodyEnd(bytes: Buffer, at: number, introducer: number): number {
  switch (introducer) {
    case 0x5b:
      return csiEnd(bytes, at);
    case 0x50:
    case 0x58:
    case 0x5d:
    case 0x5e:
    case 0x5f:
      return stringEnd(bytes, at, introducer);
    default:
      return at;
  }
}

function escapeEnd(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === can || byte === sub) return at + 1;
    if (byte === esc || byte >= 0x80) return at;
    if (byte < 0x20 || byte === 0x7f) continue; // carried out at once, without ending the sequence
    if (byte < 0x30) return intermediateEnd(bytes, at + 1);
    return bodyEnd(bytes, at + 1, byte);
  }
  return -1;
}

function intermediateEnd(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === can || byte === sub) return at + 1;
    if (byte === esc || byte >= 0x80) return at;
    if (byte >= 0x30 && byte < 0x7f) return at + 1;
  }
  return -1;
}

function csiEnd(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === can || byte === sub) return at + 1;
    if (byte === esc || byte >= 0x80) return at;
    if (byte >= 0x40 && byte < 0x7f) return at + 1;
  }
  return -1;
}

function stringEnd(bytes: Buffer, from: number, introducer: number): number {
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === can || byte === sub || (byte === bel && introducer === 0x5d)) return at + 1;
    if (byte === esc) return terminatorEnd(bytes, at, 0x5c);
    const next = bytes[at + 1];
    if (byte === c1Lead && next !== undefined && next >= 0x80 && next <= 0x9f) {
      return next === 0x9c ? at + 2 : at;
    }
  }
  return -1;
}

// ESC \ belongs to the string; any other sequence ends the string and begins itself.
function terminatorEnd(bytes: Buffer, at: number, final: number): number {
  const next = bytes[at + 1];
  if (next === undefined) return -1;
  return next === final ? at + 2 : at;
}

/** Where a UTF-8 character begins, not before `from`, that the last bytes leave unfinished; their length: nowhere. */
export function incompleteCharacter(bytes: Buffer, from: number): number {
  for (let back = 1; back <= 3 && bytes.length - back >= from; back++) {
    const at = bytes.length - back;
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return characterLength(byte) > back ? at : bytes.length;
  }
  return bytes.length;
}

function characterLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}
