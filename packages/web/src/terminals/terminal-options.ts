import type { ITerminalOptions } from '@xterm/xterm';
import { fontStack } from '../settings/font-stack.ts';
import type { TerminalSettings } from '../settings/terminal-settings.ts';
import type { Theme } from '../settings/theme.ts';
import { leastContrast, terminalThemes } from './terminal-themes.ts';

const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');

/** What the settings and the theme mean to xterm.js. */
export function terminalOptions(settings: TerminalSettings, theme: Theme): ITerminalOptions {
  return {
    // Not of the host: a tab in the background is not in the document.
    fontFamily: fontStack(
      settings.fontFamily,
      getComputedStyle(document.documentElement).getPropertyValue('--font-mono').trim(),
    ),
    fontSize: settings.fontSizePx,
    lineHeight: settings.lineHeight,
    letterSpacing: settings.letterSpacingPx,
    minimumContrastRatio: Math.max(settings.minimumContrast, leastContrast(theme)),
    cursorStyle: settings.cursorStyle,
    cursorBlink: settings.cursorBlink && !lessMotion.matches,
    scrollback: settings.scrollbackLines,
    screenReaderMode: settings.screenReader,
    // Where the marks of a search are.
    overviewRuler: { width: 12 },
    theme: terminalThemes[theme],
  };
}
