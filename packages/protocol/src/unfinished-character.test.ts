import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unfinishedCharacterLength } from './unfinished-character.ts';

const cases: readonly (readonly [name: string, bytes: readonly number[], length: number])[] = [
  ['nothing', [], 0],
  ['plain text', [0x61, 0x62], 0],
  ['a whole character', [0xe4, 0xbd, 0xa0], 0],
  ['the first of two bytes', [0x61, 0xc3], 1],
  ['two of three bytes', [0x61, 0xe4, 0xbd], 2],
  ['three of four bytes', [0xf0, 0x9f, 0x8e], 3],
  ['four bytes of four', [0xf0, 0x9f, 0x8e, 0x89], 0],
  ['what never begins a character', [0xff], 0],
  ['what only goes on', [0x80, 0x80, 0x80, 0x80], 0],
];

for (const [name, bytes, length] of cases) {
  test(`${name}: ${length}`, () => assert.equal(unfinishedCharacterLength(Uint8Array.from(bytes)), length));
}
