import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Command, CommandRegistry } from './command-registry.ts';
import { findCommand, type KeyboardPlace } from './listen-for-shortcuts.ts';

function command(id: string, shortcuts: readonly string[], more: Partial<Command> = {}): Command {
  return { id, group: 'general', title: () => id, shortcuts, run: () => {}, ...more };
}

const commands = [
  command('palette', ['Ctrl+K', 'Ctrl+Shift+K']),
  command('list', ['?']),
  command('regions', ['F6']),
  command('off', ['Ctrl+Shift+Y'], { isEnabled: () => false }),
];

function press(keys: string, place: KeyboardPlace): string | undefined {
  const parts = keys.split('+');
  const key = parts.pop() ?? '';
  const held = { ctrlKey: parts.includes('Ctrl'), shiftKey: parts.includes('Shift') };
  const event = { key, code: '', metaKey: false, altKey: false, ...held } as KeyboardEvent;
  return findCommand(commands, event, place)?.id;
}

const table: readonly (readonly [string, KeyboardPlace, string | undefined])[] = [
  ['Ctrl+k', 'page', 'palette'],
  ['Ctrl+k', 'field', 'palette'],
  ['Ctrl+k', 'terminal', undefined],
  ['Ctrl+Shift+K', 'terminal', 'palette'],
  ['Ctrl+Shift+K', 'dialog', undefined],
  ['?', 'page', 'list'],
  ['?', 'field', undefined],
  ['?', 'terminal', undefined],
  ['F6', 'field', 'regions'],
  ['F6', 'terminal', undefined],
  ['Ctrl+Shift+Y', 'page', undefined],
];

for (const [keys, place, expected] of table)
  test(`${keys} in a ${place}: ${expected ?? 'nothing'}`, () => assert.equal(press(keys, place), expected));

test('the command that came last has the shortcut', () => {
  const registry = new CommandRegistry();
  registry.register([command('first', ['F6'])]);
  const withdraw = registry.register([command('second', ['F6'])]);
  const event = {
    key: 'F6',
    code: 'F6',
    ctrlKey: false,
    shiftKey: false,
    metaKey: false,
    altKey: false,
  } as KeyboardEvent;
  assert.equal(findCommand(registry.snapshot(), event, 'page')?.id, 'second');
  withdraw();
  assert.equal(findCommand(registry.snapshot(), event, 'page')?.id, 'first');
});
