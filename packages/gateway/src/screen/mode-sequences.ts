import type { TerminalCore } from './terminal-core.ts';
import type { Traits } from './traits.ts';

const mouseProtocols: Readonly<Record<string, number>> = { X10: 9, VT200: 1000, DRAG: 1002, ANY: 1003 };
const mouseEncodings: Readonly<Record<string, number>> = { SGR: 1006, SGR_PIXELS: 1016 };
const cursorShapes = { block: 2, underline: 4, bar: 6 } as const;

/** What a reset leaves as it was: said in full, whatever the default is. */
export function unresetSequences(core: TerminalCore, traits: Traits): string {
  const { _windowTitle: title } = core._inputHandler;
  return [
    '\x1b]104\x1b\\\x1b]110\x1b\\\x1b]111\x1b\\\x1b]112\x1b\\',
    traits.colourSequences(),
    title === '' ? '' : `\x1b]2;${title}\x1b\\`,
    traits.cursorBlinks === undefined ? '' : set('?12', traits.cursorBlinks),
    set('?25', !core.coreService.isCursorHidden),
    traits.linefeedReturns === undefined ? '' : set('20', traits.linefeedReturns),
  ].join('');
}

/** The modes that differ from a reset terminal's, except insert mode: that one changes how text is printed. */
export function modeSequences({ coreService, coreMouseService: mouse }: TerminalCore): string {
  const modes = coreService.decPrivateModes;
  const protocol = mouseProtocols[mouse.activeProtocol];
  const encoding = mouseEncodings[mouse.activeEncoding];
  return [
    modes.applicationCursorKeys ? set('?1', true) : '',
    modes.applicationKeypad ? '\x1b=' : '',
    modes.bracketedPasteMode ? set('?2004', true) : '',
    modes.reverseWraparound ? set('?45', true) : '',
    modes.sendFocus ? set('?1004', true) : '',
    modes.wraparound ? '' : set('?7', false),
    protocol === undefined ? '' : set(`?${protocol}`, true),
    encoding === undefined ? '' : set(`?${encoding}`, true),
    cursorShape(modes),
    modes.synchronizedOutput ? set('?2026', true) : '',
    modes.origin ? set('?6', true) : '',
  ].join('');
}

function cursorShape({ cursorStyle, cursorBlink }: TerminalCore['coreService']['decPrivateModes']): string {
  if (cursorStyle === undefined) return '';
  return `\x1b[${cursorShapes[cursorStyle] - (cursorBlink ? 1 : 0)} q`;
}

function set(mode: string, on: boolean): string {
  return `\x1b[${mode}${on ? 'h' : 'l'}`;
}
