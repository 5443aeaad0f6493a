const lineFeed = 0x0a;
const c1Lead = 0xc2;
// What begins a sequence or changes the character set. C1 controls do, too: C2 80 to C2 9F.
const marks = [0x1b, 0x0e, 0x0f];
const screensOfLines = 4;
// Text full of characters of that range is not worth the search.
const maxC1Looks = 64;

/** Where whole lines of mere text begin and end: from just after a line feed to just after the last one. */
export interface PlainLines {
  readonly start: number;
  readonly end: number;
}

/** The lines of a block that is nothing but text, so many that whatever was on the screen has left it; else `undefined`. */
export function findPlainLines(block: Buffer, rows: number): PlainLines | undefined {
  if (marks.some(mark => block.includes(mark)) || hasC1(block)) return undefined;
  let start = block.length;
  for (let lines = 0; lines <= rows * screensOfLines; lines++) {
    start = start === 0 ? -1 : block.lastIndexOf(lineFeed, start - 1);
    if (start === -1) return undefined;
  }
  return { start: block.indexOf(lineFeed) + 1, end: block.lastIndexOf(lineFeed) + 1 };
}

function hasC1(block: Buffer): boolean {
  let at = -1;
  for (let looks = 0; looks < maxC1Looks; looks++) {
    at = block.indexOf(c1Lead, at + 1);
    if (at === -1) return false;
    const next = block[at + 1] ?? 0x80;
    if (next >= 0x80 && next <= 0x9f) return true;
  }
  return true;
}
