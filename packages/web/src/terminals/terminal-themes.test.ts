import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ITheme } from '@xterm/xterm';
import type { Theme } from '../settings/theme.ts';
import { searchColours } from './search-colours.ts';
import { leastContrast, terminalThemes } from './terminal-themes.ts';

/** Relative luminance of `#rrggbb`, by WCAG 2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const hues = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan'] as const;
const brightHues = [
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
] as const;
const greys = ['white', 'brightBlack', 'brightWhite'] as const;
const texts = [
  'foreground',
  'cursor',
  ...hues,
  ...brightHues,
  ...greys,
] as const satisfies readonly (keyof ITheme)[];

for (const [name, theme] of Object.entries(terminalThemes)) {
  const least = name.startsWith('contrast') ? 7 : 4.5;
  test(`${name}: every colour can be read on the background`, () => {
    for (const text of texts) {
      const found = contrast(theme[text] ?? '', theme.background ?? '');
      assert.ok(found >= least, `${text}: ${found.toFixed(2)}`);
    }
  });
  test(`${name}: text can be read where it is selected or found`, () => {
    const found = searchColours(name as keyof typeof terminalThemes);
    const text = theme.foreground ?? '';
    const selected = contrast(theme.selectionForeground ?? text, theme.selectionBackground ?? '');
    assert.ok(selected >= 4.5, `selected: ${selected.toFixed(2)}`);
    for (const background of [found.match, found.current])
      assert.ok(contrast(text, background) >= 4.5, `${background}: ${contrast(text, background).toFixed(2)}`);
  });
}

const raised: readonly (readonly [Theme, number])[] = [
  ['light', 1],
  ['dark', 1],
  ['contrast-light', 7],
  ['contrast-dark', 7],
];

for (const [theme, least] of raised)
  test(`${theme}: the colours of programs have a contrast of ${least} at least`, () =>
    assert.equal(leastContrast(theme), least));
