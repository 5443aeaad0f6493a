import type { Command, CommandRegistry } from './command-registry.ts';
import { isFreeInTerminal, isTyped, matchesShortcut } from './shortcut.ts';

/** Where the keyboard is when a key is pressed. */
export type KeyboardPlace = 'terminal' | 'dialog' | 'field' | 'page';

/**
 * Runs the registered commands by their shortcuts, before anything on the page sees the key. Returns the function that
 * stops it. A window that was popped out needs a listener of its own.
 *
 * ```
 *   the keyboard is in   what acts
 *   a terminal           what programs don't need: isFreeInTerminal
 *   a dialog             nothing: what lies behind it waits
 *   a field              what is no character
 *   anything else        everything
 * ```
 */
export function listenForShortcuts(page: Window, registry: CommandRegistry): () => void {
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const command = findCommand(registry.snapshot(), event, placeOf(event.target));
    if (command === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    // A key that is held would do and undo it.
    if (!event.repeat) command.run();
  };
  page.addEventListener('keydown', handleKeyDown, { capture: true });
  return () => page.removeEventListener('keydown', handleKeyDown, { capture: true });
}

/** The command that the event stands for in this place; the one that was registered last where there are several. */
export function findCommand(
  commands: readonly Command[],
  event: KeyboardEvent,
  place: KeyboardPlace,
): Command | undefined {
  if (place === 'dialog') return undefined;
  const acts = (shortcut: string) => matchesShortcut(event, shortcut) && mayActIn(shortcut, place);
  return commands.findLast(
    command => command.shortcuts?.some(acts) === true && command.isEnabled?.() !== false,
  );
}

function mayActIn(shortcut: string, place: KeyboardPlace): boolean {
  if (place === 'terminal') return isFreeInTerminal(shortcut);
  return place === 'page' || !isTyped(shortcut);
}

function placeOf(target: EventTarget | null): KeyboardPlace {
  // A node of another window is no instance of this window's Element.
  const element = target !== null && 'closest' in target ? (target as Element) : undefined;
  if (element?.closest('.xterm')) return 'terminal';
  if (element?.closest('[role="dialog"], [role="alertdialog"]')) return 'dialog';
  return element?.closest('input, textarea, [contenteditable="true"]') ? 'field' : 'page';
}
