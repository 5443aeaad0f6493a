import type { MountedTerminal } from '@podbay/client';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useTerminalSettings } from '../settings/terminal-settings.ts';
import { useTheme } from '../settings/theme.ts';
import { drawLigatures } from './ligatures.ts';
import { terminalOptions } from './terminal-options.ts';

// As the program would write it, behind all that it has written: no cursor, which says that something waits for input, and the
// mouse is for selecting again.
const restingModes = '\x1b[?25l\x1b[?9l\x1b[?1000l\x1b[?1002l\x1b[?1003l';

/** Keeps a terminal as the settings, the theme and the language want it. `isOver`: nothing comes any more. */
export function useTerminalLook(mounted: MountedTerminal | undefined, isOver: boolean): void {
  const { t } = useTranslation();
  const settings = useTerminalSettings();
  const theme = useTheme();
  useEffect(() => {
    const options = terminalOptions(settings, theme);
    mounted?.configure(isOver ? { ...options, cursorBlink: false, disableStdin: true } : options);
    if (isOver) mounted?.terminal.write(restingModes);
  }, [mounted, settings, theme, isOver]);
  const { ligatures } = settings;
  useEffect(
    () => (mounted !== undefined && ligatures ? drawLigatures(mounted.terminal) : undefined),
    [mounted, ligatures],
  );
  useEffect(() => {
    const input = mounted?.terminal.textarea;
    if (input === undefined) return;
    input.ariaLabel = t('tools.input');
    input.ariaDescription = t('tools.leaveHint');
  }, [mounted, t]);
}
