import { type MountedTerminal, mount, type SessionStart } from '@podbay/client';
import i18next from 'i18next';
import { requireLogin } from '../login.ts';
import { currentTheme } from '../settings/theme.ts';
import { formatBytes } from './format-bytes.ts';
import { rendererChoice } from './renderer-choice.ts';
import { describeGap, type SessionNotice, translateNotice } from './session-notice.ts';
import type { TerminalTab, TerminalTabs } from './terminal-tabs.ts';
import { terminalThemes } from './terminal-themes.ts';

type StartTab = Pick<TerminalTab, 'id' | 'target' | 'session' | 'takeOver'>;

export interface OpenTerminalOptions {
  readonly tabs: TerminalTabs;
  readonly tab: StartTab;
  /** `undefined`: what was said before does not hold any more. */
  readonly handleNotice: (notice: SessionNotice | undefined) => void;
}

/** Opens a session in `host` and keeps its tab up to date. */
export function openTerminal(host: HTMLElement, options: OpenTerminalOptions): MountedTerminal {
  const { tabs, tab } = options;
  const mounted = mount(host, {
    start: startOf(tab),
    renderer: rendererChoice(),
    describeGap: missed => i18next.t('terminal.gap', { size: formatBytes(missed, i18next.language) }),
    terminal: {
      // Not of the host: a tab in the background is not in the document.
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-mono'),
      lineHeight: 1.2,
      theme: terminalThemes[currentTheme()],
    },
  });
  tabs.update(tab.id, { session: mounted.session.id });
  mounted.on('title', title => tabs.update(tab.id, { title }));
  mounted.on('viewers', viewers => tabs.update(tab.id, { viewers }));
  mounted.on('state', state => {
    tabs.update(tab.id, { state });
    const ending = state.type === 'ended' ? state.ending : undefined;
    if (ending?.type === 'closed' && ending.reason === 'unauthorized') requireLogin();
  });
  relayNotices(mounted, options.handleNotice);
  return mounted;
}

function relayNotices(
  mounted: MountedTerminal,
  handleNotice: (notice: SessionNotice | undefined) => void,
): void {
  const { t } = i18next;
  let isIdle = false;
  let wasShown = false;
  mounted.on('notice', notice => {
    isIdle = notice.code === 'idle-soon';
    handleNotice(translateNotice(notice, t));
  });
  mounted.on('gap', gap => handleNotice(describeGap(gap, { wasShown, t, language: i18next.language })));
  mounted.on('state', state => {
    if (state.type === 'waiting') wasShown = true;
    if (state.type === 'ended') handleNotice(undefined);
  });
  mounted.terminal.onData(() => {
    if (isIdle) handleNotice(undefined);
    isIdle = false;
  });
}

function startOf({ target, session, takeOver }: StartTab): SessionStart {
  return session === undefined ? { type: 'open', target } : { type: 'resume', session, takeOver };
}

/** Ends the session where it lives, then lets go of everything. */
export async function closeTerminal(mounted: MountedTerminal): Promise<void> {
  // One that is still being opened may have started something already.
  if (mounted.session.state.type !== 'ended') await mounted.end();
  mounted.dispose();
}
