import { createRequire } from 'node:module';
import type { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import type { Terminal } from '@xterm/headless';
import { type CountedMethods, guardCounts } from './count-guard.ts';
import { withoutPool } from './without-pool.ts';

// Both packages are CommonJS without export names that Node could see.
const load = createRequire(import.meta.url);
const headless: { readonly Terminal: typeof Terminal } = load('@xterm/headless');
const graphemes: { readonly UnicodeGraphemesAddon: typeof UnicodeGraphemesAddon } = withoutPool(() =>
  load('@xterm/addon-unicode-graphemes'),
);

/**
 * What the public API of xterm.js hides and a faithful copy needs. Written after the sources of 6.0.0: a new version
 * means to read these names again. The tests compare copies with their originals, so a change there shows.
 */
export interface TerminalCore {
  readonly rows: number;
  readonly cols: number;
  readonly buffers: { readonly normal: CoreBuffer; readonly alt: CoreBuffer; readonly active: CoreBuffer };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly modes: { readonly insertMode: boolean };
    readonly decPrivateModes: PrivateModes;
  };
  readonly coreMouseService: { readonly activeProtocol: string; readonly activeEncoding: string };
  readonly unicodeService: { charProperties(codePoint: number, preceding: number): number };
  readonly _charsetService: {
    readonly charset: Charset;
    readonly glevel: number;
    readonly _charsets: readonly Charset[];
  };
  readonly _oscLinkService: {
    getLinkData(id: number): { readonly id?: string; readonly uri: string } | undefined;
  };
  readonly _inputHandler: CountedMethods & {
    readonly _curAttrData: CellStyle;
    readonly _windowTitle: string;
    readonly _parser: { readonly precedingJoinState: number };
    eraseInLine(params: { readonly params: readonly number[] }): boolean;
    eraseInDisplay(params: { readonly params: readonly number[] }): boolean;
  };
  /** Parses at once. There are no asynchronous handlers, which is what makes it unreliable for others. */
  writeSync(data: Uint8Array | string): void;
}

export type Charset = object | undefined;

export interface PrivateModes {
  readonly applicationCursorKeys: boolean;
  readonly applicationKeypad: boolean;
  readonly bracketedPasteMode: boolean;
  readonly cursorBlink: boolean | undefined;
  readonly cursorStyle: 'block' | 'underline' | 'bar' | undefined;
  readonly origin: boolean;
  readonly reverseWraparound: boolean;
  readonly sendFocus: boolean;
  readonly synchronizedOutput: boolean;
  readonly wraparound: boolean;
}

/** One of the two buffers. `x` may be `cols`: the next character wraps first. */
export interface CoreBuffer {
  readonly lines: {
    readonly length: number;
    get(row: number): CoreLine | undefined;
    trimStart(count: number): void;
  };
  ybase: number;
  ydisp: number;
  x: number;
  y: number;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly tabs: Readonly<Record<number, boolean | undefined>>;
  savedX: number;
  savedY: number;
  readonly savedCurAttrData: CellStyle;
  readonly savedCharset: Charset;
  getNullCell(): CoreCell;
}

export interface CoreLine {
  isWrapped: boolean;
  loadCell(column: number, cell: CoreCell): CoreCell;
  fill(cell: CoreCell): void;
}

/** Attributes as xterm.js packs them: colour in the low 26 bits, flags above. */
export interface CellStyle {
  fg: number;
  readonly bg: number;
  readonly extended: { readonly _ext: number; readonly urlId: number };
}

export interface CoreCell extends CellStyle {
  content: number;
  getChars(): string;
  getWidth(): number;
}

/** A headless terminal and its inside. */
export interface OpenTerminal {
  readonly terminal: Terminal;
  readonly core: TerminalCore;
}

/** A headless terminal that measures characters as the browser's does. Its answers to queries go nowhere. */
export function openTerminal(
  size: { readonly cols: number; readonly rows: number },
  scrollback: number,
): OpenTerminal {
  const { cols, rows } = size;
  const terminal = new headless.Terminal({ cols, rows, scrollback, allowProposedApi: true, logLevel: 'off' });
  terminal.loadAddon(new graphemes.UnicodeGraphemesAddon() as Parameters<Terminal['loadAddon']>[0]);
  terminal.unicode.activeVersion = '15-graphemes';
  const core = coreOf(terminal);
  guardCounts(terminal, core._inputHandler);
  terminal.parser.registerCsiHandler({ final: 'J' }, ([how]) => how === 1 && eraseFromCorner(core));
  return { terminal, core };
}

// xterm.js 6.0.0 throws at CSI 1 J with the cursor in the last column of the last row, for it looks at the row below.
function eraseFromCorner({ buffers: { active }, cols, rows, _inputHandler: handler }: TerminalCore): boolean {
  if (active.x < cols - 1 || active.y < rows - 1) return false;
  handler.eraseInLine({ params: [1] });
  if (rows === 1) return true;
  active.y--;
  handler.eraseInDisplay({ params: [1] });
  active.y++;
  return true;
}

/** A cell of its own to load others into: the one that a buffer hands out is the one it erases with. */
export function newCell({ buffers }: TerminalCore): CoreCell {
  const blank = buffers.normal.getNullCell();
  return Object.assign(Object.create(Object.getPrototypeOf(blank)), blank);
}

function coreOf(terminal: Terminal): TerminalCore {
  return (terminal as unknown as { readonly _core: TerminalCore })._core;
}
