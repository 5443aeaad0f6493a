import { platform as ownPlatform, type Platform } from './platform.ts';

/** What is looked at of a keyboard event. */
export type KeyStroke = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** A shortcut, taken apart. */
export interface ShortcutKeys {
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** As `KeyboardEvent.key` names it on a US keyboard without Shift, in lower case; `?` is itself. */
  readonly key: string;
}

/**
 * Takes a shortcut such as `Mod+Shift+F`, `Alt+ArrowLeft`, `F6` or `?` apart. `Mod` is Cmd on macOS and Ctrl elsewhere;
 * the last part is the key.
 */
export function parseShortcut(shortcut: string, platform: Platform = ownPlatform): ShortcutKeys {
  const parts = shortcut.replace(/\+\+$/, '+Plus').split('+');
  const key = parts.pop() ?? '';
  const modifiers = parts.map(part => (part === 'Mod' ? modOf(platform) : part));
  const unknown = modifiers.find(modifier => !known.has(modifier));
  if (unknown !== undefined || key === '')
    throw new TypeError(
      `shortcut: expected modifiers of ${[...known].join(', ')}, Mod and a key, got ${shortcut}`,
    );
  return {
    ctrl: modifiers.includes('Ctrl'),
    meta: modifiers.includes('Meta'),
    alt: modifiers.includes('Alt'),
    shift: modifiers.includes('Shift'),
    key: key === 'Plus' ? '+' : key.toLowerCase(),
  };
}

const known: ReadonlySet<string> = new Set(['Ctrl', 'Meta', 'Alt', 'Shift']);

function modOf(platform: Platform): string {
  return platform === 'mac' ? 'Meta' : 'Ctrl';
}

/** Whether the event is the shortcut's: the same key, and these modifiers and no other. */
export function matchesShortcut(
  event: KeyStroke,
  shortcut: string,
  platform: Platform = ownPlatform,
): boolean {
  const wanted = parseShortcut(shortcut, platform);
  if (event.ctrlKey !== wanted.ctrl || event.metaKey !== wanted.meta || event.altKey !== wanted.alt)
    return false;
  // Where `?`, `/` or `+` is, and whether it needs Shift, is the keyboard's affair.
  const freeShift = !wanted.shift && /^[^a-z0-9]$/.test(wanted.key);
  return (freeShift || event.shiftKey === wanted.shift) && isKey(event, wanted);
}

function isKey({ key, code }: KeyStroke, wanted: ShortcutKeys): boolean {
  if (key.toLowerCase() === wanted.key) return true;
  if (isTypedKey(wanted)) return false;
  // Shift makes another character of a digit, Alt on macOS of a letter, and a Cyrillic keyboard has no Latin ones at all:
  // then the key's place counts. A Latin letter says itself what it is, wherever it is.
  return !/^[a-z]$/i.test(key) && keyOfCode(code) === wanted.key;
}

const punctuation: Readonly<Record<string, string>> = {
  Backquote: '`',
  Backslash: '\\',
  BracketLeft: '[',
  BracketRight: ']',
  Comma: ',',
  Equal: '=',
  Minus: '-',
  Period: '.',
  Quote: "'",
  Semicolon: ';',
  Slash: '/',
};

function keyOfCode(code: string): string | undefined {
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase() ?? punctuation[code];
}

/**
 * Whether a shortcut may act while a terminal has the keyboard, where nothing may be taken from shells and programs:
 * combinations with Cmd, and with Ctrl and Shift, which terminals have always kept for themselves, for programs see no
 * difference between them and Ctrl alone; and Shift+Escape, which programs see as Escape.
 */
export function isFreeInTerminal(shortcut: string, platform: Platform = ownPlatform): boolean {
  const { ctrl, meta, shift, key } = parseShortcut(shortcut, platform);
  return (meta && platform === 'mac') || (ctrl && shift) || (shift && key === 'escape');
}

/** Whether a shortcut is a character that can be typed: it must not act where text goes. */
export function isTyped(shortcut: string): boolean {
  return isTypedKey(parseShortcut(shortcut));
}

function isTypedKey({ ctrl, meta, alt, key }: ShortcutKeys): boolean {
  return !ctrl && !meta && !alt && key.length === 1;
}
