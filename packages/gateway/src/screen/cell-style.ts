import type { CellStyle } from './terminal-core.ts';

const colourMode = { mask: 0x3000000, palette16: 0x1000000, palette256: 0x2000000, rgb: 0x3000000 } as const;
const underlineFlag = 0x10000000;
const extendedFlag = 0x10000000;
/** An extension that says nothing but a plain underline. */
export const singleUnderline = 0x4000000;
const protectedFlag = 0x20000000;
const everything = 0x3ffffff;

// [bit in fg, SGR] and [bit in bg, SGR]
const foregroundFlags = [
  [0x8000000, 1],
  [0x20000000, 5],
  [0x4000000, 7],
  [0x40000000, 8],
  [0x80000000, 9],
] as const;
const backgroundFlags = [
  [0x8000000, 2],
  [0x4000000, 3],
  [0x40000000, 53],
] as const;

/** Whether a blank with this style looks like an erased cell: nothing but a background colour. */
export function isErasable({ fg, bg }: CellStyle): boolean {
  return fg === 0 && (bg & ~everything) === 0;
}

/** Whether a style is extended by a link and not by the shape of an underline. */
export function isLinkOnly({ fg, bg }: CellStyle): boolean {
  return (bg & extendedFlag) !== 0 && (fg & underlineFlag) === 0;
}

/** The link of a cell; 0: none. */
export function linkOf({ bg, extended }: CellStyle): number {
  return bg & extendedFlag ? extended.urlId : 0;
}

/** Whether two styles look the same, their links aside. */
export function sameStyle(a: CellStyle, b: CellStyle): boolean {
  return a.fg === b.fg && a.bg === b.bg && extension(a) === extension(b);
}

/** The sequence that sets exactly the style of a cell, whatever was set before; its hyperlink is not part of it. */
export function styleSequence(style: CellStyle): string {
  const { fg, bg } = style;
  const codes: (number | string)[] = [0];
  for (const [bit, code] of foregroundFlags) if (fg & bit) codes.push(code);
  for (const [bit, code] of backgroundFlags) if (bg & bit) codes.push(code);
  if (fg & underlineFlag) codes.push(underlineCode(style));
  pushColour(codes, fg, { base: 30, bright: 90, extended: 38 });
  pushColour(codes, bg, { base: 40, bright: 100, extended: 48 });
  const underlineColour = extension(style) & everything;
  if (underlineColour !== 0) codes.push(underlineColourCode(underlineColour));
  const sgr = codes.length === 1 ? '\x1b[m' : `\x1b[${codes.join(';')}m`;
  return bg & protectedFlag ? `${sgr}\x1b[1"q` : sgr;
}

/** The same for what is printed next: it keeps the colour of underlines while nothing is underlined. */
export function penSequence(pen: CellStyle): string {
  const colour = pen.extended._ext & everything;
  const hidden = (pen.bg & extendedFlag) === 0 && colour !== 0;
  return hidden ? `${styleSequence(pen)}\x1b[${underlineColourCode(colour)}m` : styleSequence(pen);
}

function extension({ bg, extended }: CellStyle): number {
  return bg & extendedFlag ? extended._ext : 0;
}

function underlineCode({ bg, extended }: CellStyle): string {
  const shape = bg & extendedFlag ? (extended._ext >>> 26) & 7 : 1;
  return shape === 1 ? '4' : `4:${shape}`;
}

function pushColour(
  codes: (number | string)[],
  value: number,
  sgr: { readonly base: number; readonly bright: number; readonly extended: number },
): void {
  const index = value & 0xff;
  switch (value & colourMode.mask) {
    case colourMode.palette16:
      codes.push(index < 8 ? sgr.base + index : sgr.bright + index - 8);
      return;
    case colourMode.palette256:
      codes.push(`${sgr.extended};5;${index}`);
      return;
    case colourMode.rgb:
      codes.push(`${sgr.extended};2;${(value >>> 16) & 255};${(value >>> 8) & 255};${index}`);
  }
}

function underlineColourCode(value: number): string {
  switch (value & colourMode.mask) {
    case colourMode.rgb:
      return `58:2::${(value >>> 16) & 255}:${(value >>> 8) & 255}:${value & 255}`;
    default:
      return `58:5:${value & 0xff}`;
  }
}
