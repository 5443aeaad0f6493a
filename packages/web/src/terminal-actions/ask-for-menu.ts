import type { Terminal } from '@xterm/xterm';
import type { MenuPlace } from './terminal-menu.tsx';

/** What becomes of a right click. */
export type RightClick = 'menu' | 'browser' | 'program';

/**
 * Decides about a right click.
 *
 * ```
 *                                  alone      with Shift
 *   the program takes the mouse    program    menu
 *   it does not                    menu       the browser's own
 * ```
 */
export function rightClick({
  shift,
  mouseTaken,
}: {
  readonly shift: boolean;
  readonly mouseTaken: boolean;
}): RightClick {
  if (mouseTaken) return shift ? 'menu' : 'program';
  return shift ? 'browser' : 'menu';
}

/** Calls `open` where the mouse or the keyboard asks for the menu. Returns the function that stops it. */
export function askForMenu(
  terminal: Terminal,
  host: HTMLElement,
  open: (place: MenuPlace) => void,
): () => void {
  const listening = new AbortController();
  const handleContextMenu = (event: MouseEvent) => {
    // The menu key of keyboards presses no button.
    const byKey = event.button !== 2 && event.detail === 0 && event.buttons === 0 && !event.ctrlKey;
    const mouseTaken = terminal.modes.mouseTrackingMode !== 'none';
    const kind = byKey ? 'menu' : rightClick({ shift: event.shiftKey, mouseTaken });
    if (kind === 'browser') return;
    event.preventDefault();
    // xterm.js would prepare itself for the browser's own menu.
    event.stopPropagation();
    if (kind === 'menu')
      open(byKey ? cursorPlace(terminal) : { clientX: event.clientX, clientY: event.clientY });
  };
  host.addEventListener('contextmenu', handleContextMenu, { capture: true, signal: listening.signal });
  return () => listening.abort();
}

/** Below the cursor. */
function cursorPlace({ element, buffer, cols, rows }: Terminal): MenuPlace {
  const box = element?.querySelector('.xterm-screen')?.getBoundingClientRect() ?? new DOMRect();
  const { cursorX, cursorY } = buffer.active;
  return {
    clientX: box.left + (cursorX / cols) * box.width,
    clientY: box.top + ((cursorY + 1) / rows) * box.height,
  };
}
