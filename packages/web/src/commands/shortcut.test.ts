import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Platform } from './platform.ts';
import { isFreeInTerminal, isTyped, type KeyStroke, matchesShortcut } from './shortcut.ts';
import { ariaShortcut, shortcutKeys, shortcutText } from './shortcut-label.ts';

function stroke(held: string, key: string, code = ''): KeyStroke {
  return {
    key,
    code,
    ctrlKey: held.includes('c'),
    metaKey: held.includes('m'),
    altKey: held.includes('a'),
    shiftKey: held.includes('s'),
  };
}

const matches: readonly (readonly [string, KeyStroke, Platform, boolean])[] = [
  ['Mod+K', stroke('c', 'k'), 'other', true],
  ['Mod+K', stroke('m', 'k'), 'other', false],
  ['Mod+K', stroke('m', 'k'), 'mac', true],
  ['Mod+K', stroke('c', 'k'), 'mac', false],
  ['Mod+K', stroke('cs', 'K'), 'other', false],
  ['Mod+K', stroke('ca', 'k'), 'other', false],
  ['Mod+K', stroke('', 'k'), 'other', false],
  ['Ctrl+Shift+F', stroke('cs', 'F', 'KeyF'), 'other', true],
  ['Ctrl+Shift+F', stroke('cs', 'а', 'KeyF'), 'other', true], // a Russian keyboard
  ['Ctrl+Shift+Q', stroke('cs', 'A', 'KeyQ'), 'other', false], // a French keyboard: it is an A
  ['Ctrl+Shift+1', stroke('cs', '!', 'Digit1'), 'other', true],
  ['Ctrl+Shift+\\', stroke('cs', '|', 'Backslash'), 'other', true],
  ['Ctrl+Shift+/', stroke('cs', '?', 'Slash'), 'other', true],
  ['Alt+L', stroke('a', '¬', 'KeyL'), 'mac', true],
  ['?', stroke('s', '?', 'Slash'), 'other', true],
  ['?', stroke('', '?', 'Minus'), 'other', true],
  ['?', stroke('', '/', 'Slash'), 'other', false],
  ['/', stroke('', '/', 'Slash'), 'other', true],
  ['/', stroke('s', '/', 'Digit7'), 'other', true], // a German keyboard
  ['/', stroke('s', '?', 'Slash'), 'other', false],
  ['/', stroke('c', '/', 'Slash'), 'other', false],
  ['Mod++', stroke('cs', '+', 'Equal'), 'other', true],
  ['F6', stroke('', 'F6'), 'other', true],
  ['F6', stroke('s', 'F6'), 'other', false],
  ['Shift+Escape', stroke('s', 'Escape'), 'other', true],
];

for (const [shortcut, event, platform, expected] of matches)
  test(`${JSON.stringify(event.key)} on ${event.code || 'any'} is ${expected ? '' : 'not '}${shortcut}, ${platform}`, () =>
    assert.equal(matchesShortcut(event, shortcut, platform), expected));

const free: readonly (readonly [string, boolean, boolean])[] = [
  ['Mod+K', false, true],
  ['Ctrl+Shift+K', true, true],
  ['Mod+Shift+F', true, true],
  ['Ctrl+K', false, false],
  ['Alt+ArrowLeft', false, false],
  ['Meta+K', false, true],
  ['F6', false, false],
  ['?', false, false],
  ['Shift+Escape', true, true],
];

for (const [shortcut, other, mac] of free)
  test(`in a terminal, ${shortcut} is ${other ? 'ours' : "the program's"}, on macOS ${mac ? 'ours' : "the program's"}`, () =>
    assert.deepEqual([isFreeInTerminal(shortcut, 'other'), isFreeInTerminal(shortcut, 'mac')], [other, mac]));

test('characters are told from other shortcuts', () => {
  assert.deepEqual(['?', '/', 'k', 'F6', 'Mod+K', 'Escape'].filter(isTyped), ['?', '/', 'k']);
});

test('a shortcut is shown as the platform writes it', () => {
  assert.deepEqual(shortcutKeys('Mod+Shift+F', 'mac'), ['⇧', '⌘', 'F']);
  assert.deepEqual(shortcutKeys('Mod+Shift+ArrowLeft', 'other'), ['Ctrl', 'Shift', '←']);
  assert.equal(shortcutText('Mod+Shift+F', 'mac'), '⇧⌘F');
  assert.equal(shortcutText('Mod+Shift+F', 'other'), 'Ctrl+Shift+F');
  assert.equal(ariaShortcut('Mod+Shift+F', 'other'), 'Control+Shift+F');
  assert.equal(ariaShortcut('Mod+K', 'mac'), 'Meta+K');
});

test('a shortcut that is none is refused', () => {
  assert.throws(() => matchesShortcut(stroke('', 'k'), 'Cmd+K'), TypeError);
  assert.throws(() => matchesShortcut(stroke('', 'k'), ''), TypeError);
});
