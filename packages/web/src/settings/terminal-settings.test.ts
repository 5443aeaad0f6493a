import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fontStack } from './font-stack.ts';
import { defaultTerminalSettings, parseTerminalSettings } from './terminal-settings.ts';

const table: readonly (readonly [string | null, object])[] = [
  [null, {}],
  ['', {}],
  ['no JSON', {}],
  ['null', {}],
  ['[1]', {}],
  ['"text"', {}],
  ['{"fontSizePx":18,"cursorStyle":"bar"}', { fontSizePx: 18, cursorStyle: 'bar' }],
  ['{"fontSizePx":1000,"lineHeight":1.5}', { lineHeight: 1.5 }],
  ['{"fontSizePx":"18","cursorBlink":"no","cursorBlink2":true}', {}],
  ['{"scrollbackLines":0}', { scrollbackLines: 0 }],
  ['{"scrollbackLines":1.5}', {}],
  ['{"scrollbackLines":1e9}', {}],
  [
    '{"bell":"sound","minimumContrast":7,"askAboveKib":0}',
    { bell: 'sound', minimumContrast: 7, askAboveKib: 0 },
  ],
  ['{"minimumContrast":2,"bell":1,"cursorStyle":null}', {}],
  [JSON.stringify({ fontFamily: 'x'.repeat(201) }), {}],
  ['{"__proto__":{"fontSizePx":18}}', {}],
];

for (const [kept, expected] of table)
  test(`kept: ${kept?.slice(0, 60)}`, () =>
    assert.deepEqual(parseTerminalSettings(kept), { ...defaultTerminalSettings, ...expected }));

const fonts = [
  ['', 'monospace'],
  ['Fira Code', '"Fira Code", monospace'],
  [`'Fira Code', Menlo , ui-monospace`, '"Fira Code", "Menlo", ui-monospace, monospace'],
  ['bad"; } font', '"bad font", monospace'],
  [',,', 'monospace'],
  ['思源等宽', '"思源等宽", monospace'],
] as const;

for (const [family, expected] of fonts)
  test(`the font ${family}`, () => assert.equal(fontStack(family, 'monospace'), expected));
