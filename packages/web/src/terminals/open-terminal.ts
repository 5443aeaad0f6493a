import { type MountedTerminal, mount, type Notice, type SessionStart } from '@podbay/client';
import i18next from 'i18next';
import { requireLogin } from '../login.ts';
import { currentTheme } from '../settings/theme.ts';
import { formatBytes } from './format-bytes.ts';
import { rendererChoice } from './renderer-choice.ts';
import type { TerminalTab, TerminalTabs } from './terminal-tabs.ts';
import { terminalThemes } from './terminal-themes.ts';

export interface OpenTerminalOptions {
  readonly tabs: TerminalTabs;
  readonly tab: Pick<TerminalTab, 'id' | 'target' | 'session'>;
  readonly handleNotice: (text: string) => void;
}

/** Opens a session in `host` and keeps its tab up to date. */
export function openTerminal(host: HTMLElement, options: OpenTerminalOptions): MountedTerminal {
  const { tabs, tab, handleNotice } = options;
  const mounted = mount(host, {
    start: startOf(tab),
    renderer: rendererChoice(),
    describeGap: missed => i18next.t('terminal.gap', { size: formatBytes(missed, i18next.language) }),
    terminal: {
      fontFamily: getComputedStyle(host).getPropertyValue('--font-mono'),
      lineHeight: 1.2,
      theme: terminalThemes[currentTheme()],
    },
  });
  tabs.update(tab.id, { session: mounted.session.id });
  mounted.on('title', title => tabs.update(tab.id, { title }));
  mounted.on('notice', notice => handleNotice(noticeText(notice)));
  mounted.on('state', state => {
    tabs.update(tab.id, { state });
    const ending = state.type === 'ended' ? state.ending : undefined;
    if (ending?.type === 'closed' && ending.reason === 'unauthorized') requireLogin();
  });
  return mounted;
}

function noticeText({ code, message }: Notice): string {
  return code === 'input-too-long' ? i18next.t('terminal.inputTooLong') : message;
}

function startOf({ target, session }: Pick<TerminalTab, 'target' | 'session'>): SessionStart {
  return session === undefined ? { type: 'open', target } : { type: 'resume', session };
}

/** Ends the session where it lives, then lets go of everything. */
export async function closeTerminal(mounted: MountedTerminal): Promise<void> {
  // One that is still being opened may have started something already.
  if (mounted.session.state.type !== 'ended') await mounted.end();
  mounted.dispose();
}
