import type { TerminalSize } from '@podbay/protocol';
import { finalOf } from '../charsets.ts';
import {
  type CellStyle,
  type CoreBuffer,
  newCell,
  type OpenTerminal,
  openTerminal,
  type TerminalCore,
} from '../terminal-core.ts';

/**
 * Everything that can be told apart in two terminals, one fact a line. An erased cell is a blank, and so is the second
 * half of a wide character that has lost its first.
 */
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
  let wide = false;
  const cells = Array.from({ length: core.cols }, (_, column) => {
    const { fg, bg } = line?.loadCell(column, cell) ?? cell;
    const isBlank = cell.getChars().trim() === '' && !(wide && cell.getWidth() === 0);
    wide = cell.getWidth() === 2;
    if (isBlank && fg === 0 && (bg & ~0x3ffffff) === 0) return `_${styleOf(cell)}`;
    return `${cell.getChars() || ' '}${isBlank ? 1 : cell.getWidth()}${styleOf(cell)}${linkOf(core, cell)}`;
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
