import type { Terminal } from '@xterm/xterm';

/**
 * Has so many rows free below the cursor's line, for what stands there once nothing more is put out. As with any output, what
 * does not fit goes up into the scrollback: the terminal keeps its size.
 */
export function makeRoomBelow(terminal: Pick<Terminal, 'buffer' | 'rows' | 'write'>, rows: number): void {
  const { type, cursorX, cursorY } = terminal.buffer.active;
  // A program's screen has no scrollback: what went up would be gone.
  if (type === 'alternate') return;
  const lines = Math.min(cursorY, cursorY + 1 + rows - terminal.rows);
  if (lines <= 0) return;
  // Without colour, margins and an origin that the program may have left behind.
  const toLastRow = `\x1b[0m\x1b[?6l\x1b[r\x1b[${terminal.rows};1H`;
  terminal.write(`${toLastRow}${'\n'.repeat(lines)}\x1b[${cursorY + 1 - lines};${cursorX + 1}H`);
}
