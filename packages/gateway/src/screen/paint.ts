import { isLinkOnly, penSequence, singleUnderline } from './cell-style.ts';
import { charsetSequences, finalOf } from './charsets.ts';
import { LinePainter, linkSequence } from './line-painter.ts';
import { modeSequences, unresetSequences } from './mode-sequences.ts';
import { type CoreBuffer, newCell, type TerminalCore } from './terminal-core.ts';
import type { Traits } from './traits.ts';

export interface PaintOptions {
  readonly core: TerminalCore;
  readonly traits: Traits;
  /** How many lines above the screen at most. */
  readonly scrollbackLines: number;
}

/**
 * What makes a freshly reset terminal of the same size equal to this one. The order is what makes it right:
 *
 *   what a reset leaves ─ normal: lines, stops, saved cursor, region ─ alternate: the same, if it is shown
 *   ─ character sets ─ modes ─ cursor ─ the last character again
 *
 * Lines need the default modes and character sets, so those come after; regions and origin mode move the cursor, so it
 * comes after them; a cursor that waits behind the last column, or a character that a combining one may still join,
 * can only be made by printing it, and nothing may follow that.
 */
export function paintTerminal({ core, traits, scrollbackLines }: PaintOptions): string {
  const { normal, alt, active } = core.buffers;
  const painter = new LinePainter(core);
  const parts = [unresetSequences(core, traits)];
  const first = Math.max(0, normal.ybase - scrollbackLines);
  painter.paint(normal, first, normal.ybase + core.rows);
  parts.push(painter.take());
  if (active === alt) {
    parts.push(bufferState(core, normal), '\x1b[m\x1b[?47h\x1b[H');
    painter.paint(alt, 0, core.rows);
    parts.push(painter.take(), bufferState(core, alt));
  } else {
    parts.push(savedInHiddenBuffer(alt), bufferState(core, normal));
  }
  parts.push(restoredCharset(core, active), modeSequences(core), cursorState(core, active, painter));
  return parts.join('');
}

function bufferState(core: TerminalCore, buffer: CoreBuffer): string {
  return tabStops(core, buffer) + savedCursor(buffer) + region(core, buffer);
}

function region(core: TerminalCore, { scrollTop, scrollBottom }: CoreBuffer): string {
  const full = scrollTop === 0 && scrollBottom === core.rows - 1;
  return full ? '' : `\x1b[${scrollTop + 1};${scrollBottom + 1}r`;
}

function tabStops({ cols }: TerminalCore, { tabs }: CoreBuffer): string {
  const columns = Array.from({ length: cols }, (_, column) => column);
  if (columns.every(column => Boolean(tabs[column]) === (column % 8 === 0))) return '';
  const stops = columns.filter(column => tabs[column]);
  return `\x1b[3g${stops.map(column => `\x1b[${column + 1}G\x1bH`).join('')}`;
}

// Saved are position, pen and character set. Of what extends a pen (shape of the underline, link) only the mark is
// saved that there is something, so any link will do.
function savedCursor(buffer: CoreBuffer): string {
  const { savedX, savedCurAttrData: pen, savedCharset } = buffer;
  const row = Math.max(0, buffer.savedY - buffer.ybase);
  const untouched = savedX === 0 && row === 0 && pen.fg === 0 && pen.bg === 0 && savedCharset === undefined;
  if (untouched) return '';
  const style = penSequence({ fg: pen.fg, bg: pen.bg, extended: { _ext: singleUnderline, urlId: 0 } });
  const [open, close] = isLinkOnly(pen) ? ['\x1b]8;;x\x1b\\', '\x1b]8;;\x1b\\'] : ['', ''];
  const charset = `\x1b(${finalOf(savedCharset)}`;
  return `\x1b[${row + 1};${savedX + 1}H${style}${open}${charset}\x1b7${close}\x1b(B\x1b[m`;
}

function savedInHiddenBuffer(alt: CoreBuffer): string {
  const saved = savedCursor(alt);
  return saved === '' ? '' : `\x1b[?47h${saved}\x1b[?47l`;
}

// After a restore the set in use may be none of the designated: then it is the saved one.
function restoredCharset(core: TerminalCore, active: CoreBuffer): string {
  return isRestored(core, active) ? `${charsetSequences(core)}\x1b8\x1b[m` : '';
}

function isRestored({ _charsetService: service }: TerminalCore, { savedCharset }: CoreBuffer): boolean {
  return service.charset !== service._charsets[service.glevel] && service.charset === savedCharset;
}

function cursorState(core: TerminalCore, active: CoreBuffer, painter: LinePainter): string {
  const { _curAttrData: pen, _parser: parser } = core._inputHandler;
  const link = pen.extended.urlId === 0 ? '' : linkSequence(core, pen.extended.urlId);
  const style = penSequence(pen) + link;
  const insert = core.coreService.modes.insertMode ? '\x1b[4h' : '';
  const charsets = isRestored(core, active) ? '' : charsetSequences(core);
  const last = lastPrinted(core, active);
  if (last === undefined) return at(core, active, active.x) + charsets + style + insert;
  const position = at(core, active, last.column);
  const width = painter.paintCell(last.line, last.column);
  const again = painter.take();
  if (parser.precedingJoinState === 0) return position + again + charsets + style + insert;
  // In insert mode the character pushes the rest of the row: it is taken out first.
  const out = insert === '' ? '' : `\x1b[${width}P`;
  const text = last.line.loadCell(last.column, newCell(core)).getChars();
  return position + out + charsets + style + insert + text;
}

// The character before the cursor, if the cursor waits behind the last column or a combining character may follow.
function lastPrinted(core: TerminalCore, buffer: CoreBuffer) {
  const waits = buffer.x >= core.cols;
  if ((!waits && core._inputHandler._parser.precedingJoinState === 0) || buffer.x === 0) return undefined;
  const line = buffer.lines.get(buffer.ybase + buffer.y);
  if (line === undefined) return undefined;
  const cell = newCell(core);
  const narrow = line.loadCell(buffer.x - 1, cell).getWidth() > 0 || buffer.x === 1;
  const column = narrow ? buffer.x - 1 : buffer.x - 2;
  const printable = line.loadCell(column, cell).getChars() !== '';
  return printable || waits ? { line, column } : undefined;
}

function at(core: TerminalCore, buffer: CoreBuffer, column: number): string {
  const top = core.coreService.decPrivateModes.origin ? buffer.scrollTop : 0;
  return `\x1b[${buffer.y - top + 1};${Math.min(column, core.cols - 1) + 1}H`;
}
