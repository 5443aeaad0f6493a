import { bufferText, type MountedTerminal } from '@podbay/client';
import type { Target } from '@podbay/protocol';
import { platform } from '../commands/platform.ts';
import { shortcutText } from '../commands/shortcut-label.ts';
import {
  changeTerminalSettings,
  defaultTerminalSettings,
  terminalSettings,
} from '../settings/terminal-settings.ts';
import type { SessionNotice } from '../terminals/session-notice.ts';
import { copyText } from './copy-text.ts';
import { fileName, saveFile } from './save-file.ts';

export interface TerminalActionsOptions {
  readonly mounted: MountedTerminal;
  readonly target: Target;
  readonly handleNotice: (notice: SessionNotice) => void;
}

/** What one can do with one terminal, from its menu, by a shortcut or from the palette. */
export interface TerminalActions {
  readonly canCopy: () => boolean;
  readonly copy: () => Promise<void>;
  readonly paste: () => Promise<void>;
  readonly selectAll: () => void;
  /** Leaves the line of the cursor, and nothing else. */
  readonly clear: () => void;
  /** As if the terminal were new; the program does not hear of it. */
  readonly reset: () => void;
  readonly save: () => void;
}

export function terminalActions({ mounted, target, handleNotice }: TerminalActionsOptions): TerminalActions {
  const { terminal } = mounted;
  const handleFailure = (slot: 'copy' | 'paste', text: SessionNotice['text']) =>
    handleNotice({ code: `${slot}-failed`, slot, level: 'warning', text });
  return {
    canCopy: () => terminal.hasSelection(),
    copy: async () => {
      if (terminal.hasSelection() && !(await copyText(terminal.getSelection())))
        handleFailure('copy', ({ t }) => t('tools.copyFailed'));
    },
    paste: async () => {
      try {
        await mounted.paste(await navigator.clipboard.readText());
      } catch {
        const keys = shortcutText(platform === 'mac' ? 'Meta+V' : 'Ctrl+Shift+V');
        handleFailure('paste', ({ t }) => t('tools.pasteFailed', { keys }));
      }
    },
    selectAll: () => terminal.selectAll(),
    clear: () => terminal.clear(),
    reset: () => terminal.reset(),
    save: () => saveFile(fileName(target, new Date()), bufferText(terminal)),
  };
}

/** Makes the text of all terminals larger or smaller; `0`: of normal size again. */
export function zoom(by: 1 | -1 | 0): void {
  const fontSizePx = by === 0 ? defaultTerminalSettings.fontSizePx : terminalSettings().fontSizePx + by;
  changeTerminalSettings({ fontSizePx });
}
