import type { IDisposable, Terminal } from '@xterm/xterm';

// What xterm.js 6.0 does not show: needed because its own handler throws, and a throw stops its parser for good.
interface TerminalCore {
  readonly buffers: { readonly active: { readonly x: number; y: number } };
  readonly _inputHandler: {
    eraseInLine(params: { readonly params: readonly number[] }): boolean;
    eraseInDisplay(params: { readonly params: readonly number[] }): boolean;
  };
}

/**
 * Erases from the top to the cursor (`CSI 1 J`) where xterm.js 6.0 can't: with the cursor in the bottom right corner and
 * nothing in the scrollback it looks for a line below the last one.
 */
export function guardErase(terminal: Pick<Terminal, 'parser' | 'cols' | 'rows'>): IDisposable {
  return terminal.parser.registerCsiHandler(
    { final: 'J' },
    ([how]) => how === 1 && eraseFromCorner(terminal),
  );
}

function eraseFromCorner(terminal: Pick<Terminal, 'cols' | 'rows'>): boolean {
  const core = (terminal as unknown as { readonly _core?: TerminalCore })._core;
  const cursor = core?.buffers.active;
  if (core === undefined || cursor === undefined) return false;
  if (cursor.x < terminal.cols - 1 || cursor.y < terminal.rows - 1) return false;
  core._inputHandler.eraseInLine({ params: [1] });
  if (terminal.rows === 1) return true;
  cursor.y--;
  core._inputHandler.eraseInDisplay({ params: [1] });
  cursor.y++;
  return true;
}
