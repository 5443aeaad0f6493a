import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StickyCtrl, withCtrl } from './sticky-ctrl.ts';

for (const [character, expected] of [
  ['c', '\x03'],
  ['C', '\x03'],
  ['[', '\x1b'],
  ['_', '\x1f'],
  ['/', '\x1f'],
  [' ', '\0'],
  ['?', '\x7f'],
  ['1', '1'],
  ['ä', 'ä'],
] as const)
  test(`Ctrl with ${character}`, () => assert.equal(withCtrl(character), expected));

test('Ctrl holds for one character, and for nothing that is not typed', () => {
  const ctrl = new StickyCtrl();
  assert.equal(ctrl.mapInput('c'), 'c');
  ctrl.toggle();
  assert.equal(ctrl.mapInput('\x1b[?1;2c'), '\x1b[?1;2c');
  assert.equal(ctrl.mapInput('c'), '\x03');
  assert.equal(ctrl.mapInput('c'), 'c');
  ctrl.toggle();
  ctrl.toggle();
  assert.equal(ctrl.isHeld(), false);
});
