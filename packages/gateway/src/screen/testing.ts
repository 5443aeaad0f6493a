import type { TerminalSize } from '@podbay/protocol';
import fc from 'fast-check';
import { finalOf } from './charsets.ts';
import {
  type CellStyle,
  type CoreBuffer,
  newCell,
  type OpenTerminal,
  openTerminal,
  type TerminalCore,
} from './terminal-core.ts';

/** Everything that can be told apart in two terminals, one fact a line. An erased cell is a blank. */
export function describe({ core }: OpenTerminal): readonly string[] {
  const { normal, alt, active } = core.buffers;
  const { charset, glevel, _charsets } = core._charsetService;
  const { _curAttrData: pen, _windowTitle: title } = core._inputHandler;
  const { coreService, coreMouseService: mouse } = core;
  return [
    `buffer ${active === alt ? 'alternate' : 'normal'}`,
    `cursor ${active.x},${active.y}`,
    `pen ${styleOf(pen)} link ${linkOf(core, pen)}`,
    `title ${title}`,
    `modes ${JSON.stringify([coreService.decPrivateModes, coreService.modes, coreService.isCursorHidden])}`,
    `mouse ${mouse.activeProtocol} ${mouse.activeEncoding}`,
    `charsets ${[0, 1, 2, 3].map(level => finalOf(_charsets[level])).join('')} ${glevel} ${finalOf(charset)}`,
    ...describeBuffer(core, normal, 'normal'),
    ...(active === alt ? describeBuffer(core, alt, 'alternate') : []),
  ];
}

function describeBuffer(core: TerminalCore, buffer: CoreBuffer, name: string): string[] {
  const { savedX, savedY, savedCurAttrData: pen, savedCharset, scrollTop, scrollBottom, tabs } = buffer;
  const saved = `${Math.min(savedX, core.cols - 1)},${Math.max(0, savedY - buffer.ybase)}`;
  const stops = Array.from({ length: core.cols }, (_, column) => (tabs[column] ? '|' : '.'));
  const lines = Array.from({ length: buffer.lines.length }, (_, row) => describeLine(core, buffer, row));
  return [
    `${name} region ${scrollTop}-${scrollBottom}`,
    `${name} stops ${stops.join('')}`,
    `${name} saved ${saved} ${flagsOf(pen)} ${finalOf(savedCharset)}`,
    ...lines.map((line, row) => `${name} ${row - buffer.ybase} ${line}`),
  ];
}

function describeLine(core: TerminalCore, buffer: CoreBuffer, row: number): string {
  const line = buffer.lines.get(row);
  const cell = newCell(core);
  const cells = Array.from({ length: core.cols }, (_, column) => {
    const { fg, bg } = line?.loadCell(column, cell) ?? cell;
    const blank = cell.getChars().trim() === '' && cell.getWidth() === 1;
    if (blank && fg === 0 && (bg & ~0x3ffffff) === 0) return `_${styleOf(cell)}`;
    return `${cell.getChars() || ' '}${cell.getWidth()}${styleOf(cell)}${linkOf(core, cell)}`;
  });
  return `${row > 0 && line?.isWrapped ? 'goes on' : 'begins'} ${cells.join('')}`;
}

function styleOf({ fg, bg, extended }: CellStyle): string {
  const ext = bg & 0x10000000 ? extended._ext & 0x1fffffff : 0;
  const underline = fg & 0x10000000 ? (bg & 0x10000000 ? (ext >>> 26) & 7 : 1) : 0;
  const flags = ((fg & 0xec000000) >>> 0) + ((bg & 0x6c000000) >>> 0) / 2 ** 32;
  const style = [flags, colourOf(fg), colourOf(bg), underline, underline ? colourOf(ext) : ''].join(' ');
  return style === '0 - - 0 ' ? '' : `{${style}}`;
}

function flagsOf({ fg, bg }: CellStyle): string {
  return `${fg >>> 26} ${bg >>> 26} ${colourOf(fg)} ${colourOf(bg)}`;
}

function colourOf(value: number): string {
  const mode = value & 0x3000000;
  if (mode === 0) return '-';
  return mode === 0x3000000 ? `#${(value & 0xffffff).toString(16)}` : `${mode >>> 24}:${value & 0xff}`;
}

function linkOf(core: TerminalCore, { bg, extended }: CellStyle): string {
  if ((bg & 0x10000000) === 0 || extended.urlId === 0) return '';
  return core._oscLinkService.getLinkData(extended.urlId)?.uri ?? '';
}

export interface TestSize extends TerminalSize {
  readonly scrollback?: number;
}

/** A terminal of its own that has parsed these bytes. */
export function showing(size: TestSize, ...pieces: readonly (Uint8Array | string)[]): OpenTerminal {
  const open = openTerminal(size, size.scrollback ?? testScrollback);
  for (const piece of pieces) open.core.writeSync(piece);
  return open;
}

/** How many lines of scrollback terminals in tests have. */
export const testScrollback = 20;

const number = fc.integer({ min: 0, max: 14 });
const colour = fc.integer({ min: 0, max: 255 });
const text = fc.constantFrom(
  ...[
    'a',
    'word ',
    'longer than a line is wide',
    'q',
    'x#',
    '漢',
    '漢字かな',
    '👍',
    '👩‍👩‍👧',
    'e\u0301',
    '\u0301',
  ],
  ...['🇩🇪', '─', 'é', '\u200d', '\t', '\b', '\r', '\n', '\r\n', '\r\n\r\n', 'ab\r\n', '\u2764\ufe0f'],
);
const pen = fc.oneof(
  fc.constantFrom(...[0, 1, 2, 3, 4, 5, 7, 8, 9, 21, 22, 23, 24, 25, 27, 28, 29, 39, 49, 53, 55].map(String)),
  fc.constantFrom('31', '44', '92', '103', '4:3', '4:5', '59', ''),
  fc.tuple(fc.constantFrom(38, 48, 58), colour).map(([code, value]) => `${code};5;${value}`),
  fc.tuple(fc.constantFrom(38, 48), colour, colour).map(([code, a, b]) => `${code};2;${a};${b};7`),
);
const move = fc
  .tuple(fc.constantFrom(...'ABCDEFGHIZ`adefST@PXLMb'), number, number)
  .map(([final, a, b]) => `\x1b[${'Hf'.includes(final) ? `${a};${b}` : a}${final}`);
const erase = fc
  .tuple(fc.constantFrom('J', 'K'), fc.integer({ min: 0, max: 2 }))
  .map(([f, n]) => `\x1b[${n}${f}`);
const privateMode = fc
  .tuple(
    fc.constantFrom(
      1,
      6,
      7,
      12,
      25,
      45,
      66,
      9,
      1000,
      1002,
      1003,
      1004,
      1006,
      1016,
      2004,
      2026,
      47,
      1047,
      1048,
      1049,
    ),
    fc.constantFrom('h', 'l'),
  )
  .map(([mode, final]) => `\x1b[?${mode}${final}`);
const state = fc.constantFrom(
  ...[
    '\x1b7',
    '\x1b8',
    '\x1b[s',
    '\x1b[u',
    '\x1bD',
    '\x1bE',
    '\x1bM',
    '\x1bH',
    '\x1b[g',
    '\x1b[3g',
    '\x1b=',
    '\x1b>',
  ],
  ...[
    '\x1b(0',
    '\x1b(B',
    '\x1b)0',
    '\x1b(A',
    '\x1b*K',
    '\x0e',
    '\x0f',
    '\x1bn',
    '\x1b%G',
    '\x1b[4h',
    '\x1b[4l',
  ],
  ...[
    '\x1b[20h',
    '\x1b[20l',
    '\x1b[!p',
    '\x1bc',
    '\x1b#8',
    '\x1b[2 q',
    '\x1b[5 q',
    '\x1b[0 q',
    '\x1b[1"q',
    '\x1b[?2J',
  ],
  ...['\x1b]0;a title\x07', '\x1b]2;another\x1b\\'],
  ...[
    '\x1b]4;1;#ff0000\x07',
    '\x1b]11;#000\x07',
    '\x1b]104\x07',
    '\x1bP$q"p\x1b\\',
    '\x1b_apc\x1b\\',
    '\x1b[c',
    '\x1b[6n',
  ],
  ...['\x1b[3\r1m', '\u009b32m', '\u009d2;c1\u009c', '\x1b[1\x18', '\x1b]2;cut\x1a'],
);
const region = fc.tuple(number, number).map(([top, bottom]) => `\x1b[${top};${bottom}r`);

/** What a program might print, piece by piece. */
export const program = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: text },
    { weight: 3, arbitrary: pen.map(codes => `\x1b[${codes}m`) },
    { weight: 4, arbitrary: move },
    { weight: 2, arbitrary: erase },
    { weight: 2, arbitrary: privateMode },
    { weight: 3, arbitrary: state },
    { weight: 1, arbitrary: region },
  ),
  { maxLength: 60 },
);
