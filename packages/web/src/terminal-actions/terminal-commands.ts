import type { TFunction } from 'i18next';
import type { Command } from '../commands/command-registry.ts';
import { platform } from '../commands/platform.ts';
import { type TerminalActions, zoom } from './terminal-actions.ts';

const isMac = platform === 'mac';

/** Shortcuts that act in a terminal: programs see none of them. */
export const shortcuts = {
  find: isMac ? 'Meta+F' : 'Ctrl+Shift+F',
  copy: isMac ? 'Meta+C' : 'Ctrl+Shift+C',
} as const;

export interface TerminalCommandsOptions {
  readonly actions: TerminalActions;
  readonly isOver: boolean;
  readonly find: () => void;
  readonly t: TFunction;
}

/** What the terminal that is in use offers. */
export function terminalCommands({ actions, isOver, find, t }: TerminalCommandsOptions): readonly Command[] {
  const group = 'terminal';
  return [
    { id: 'terminal.find', group, title: () => t('tools.find'), shortcuts: [shortcuts.find], run: find },
    {
      id: 'terminal.copy',
      group,
      title: () => t('tools.copy'),
      // On macOS the browser's own does it, and copies from the rest of the page, too.
      ...(isMac ? {} : { shortcuts: [shortcuts.copy] }),
      run: () => void actions.copy(),
    },
    {
      id: 'terminal.paste',
      group,
      title: () => t('tools.paste'),
      terminalKeys: [isMac ? 'Meta+V' : 'Ctrl+Shift+V'],
      isEnabled: () => !isOver,
      run: () => void actions.paste(),
    },
    { id: 'terminal.select-all', group, title: () => t('tools.selectAll'), run: actions.selectAll },
    { id: 'terminal.save', group, title: () => t('tools.save'), run: actions.save },
    { id: 'terminal.clear', group, title: () => t('tools.clear'), run: actions.clear },
    { id: 'terminal.reset', group, title: () => t('tools.reset'), run: actions.reset },
    {
      id: 'terminal.zoom-in',
      group,
      title: () => t('tools.zoomIn'),
      terminalKeys: ['Mod++'],
      run: () => zoom(1),
    },
    {
      id: 'terminal.zoom-out',
      group,
      title: () => t('tools.zoomOut'),
      terminalKeys: ['Mod+-'],
      run: () => zoom(-1),
    },
    {
      id: 'terminal.zoom-reset',
      group,
      title: () => t('tools.zoomReset'),
      terminalKeys: ['Mod+0'],
      run: () => zoom(0),
    },
  ];
}
