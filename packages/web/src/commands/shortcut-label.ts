import { platform as ownPlatform, type Platform } from './platform.ts';
import { parseShortcut } from './shortcut.ts';

const symbols: Readonly<Record<string, string>> = {
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  backspace: '⌫',
  delete: 'Del',
  enter: '↵',
  escape: 'Esc',
  pagedown: 'PgDn',
  pageup: 'PgUp',
};

/** The keys of a shortcut as this platform's keyboards and menus have them, one to draw each. */
export function shortcutKeys(shortcut: string, platform: Platform = ownPlatform): readonly string[] {
  const { ctrl, meta, alt, shift, key } = parseShortcut(shortcut, platform);
  const mac = platform === 'mac';
  const modifiers = [
    ctrl && (mac ? '⌃' : 'Ctrl'),
    alt && (mac ? '⌥' : 'Alt'),
    shift && (mac ? '⇧' : 'Shift'),
    meta && (mac ? '⌘' : 'Meta'),
  ];
  return [...modifiers.filter(modifier => modifier !== false), symbols[key] ?? capitalize(key)];
}

/** A shortcut in one piece, for a tooltip: `Ctrl+Shift+F`, `⇧⌘F`. */
export function shortcutText(shortcut: string, platform: Platform = ownPlatform): string {
  return shortcutKeys(shortcut, platform).join(platform === 'mac' ? '' : '+');
}

/** A shortcut as `aria-keyshortcuts` wants it. */
export function ariaShortcut(shortcut: string, platform: Platform = ownPlatform): string {
  const { ctrl, meta, alt, shift, key } = parseShortcut(shortcut, platform);
  const modifiers = [ctrl && 'Control', meta && 'Meta', alt && 'Alt', shift && 'Shift'];
  return [...modifiers.filter(modifier => modifier !== false), key === '+' ? 'Plus' : capitalize(key)].join(
    '+',
  );
}

function capitalize(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}
