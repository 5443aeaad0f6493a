import { type MountedTerminal, mount, type SessionStart } from '@podbay/client';
import i18next from 'i18next';
import { loginWake, requireLogin } from '../login.ts';
import { terminalSettings } from '../settings/terminal-settings.ts';
import { currentTheme } from '../settings/theme.ts';
import { ringBell } from '../terminal-actions/bell.ts';
import { copyOnSelect } from '../terminal-actions/copy-on-select.ts';
import { copyForPrograms } from '../terminal-actions/program-copies.ts';
import { zoomByKeys } from '../terminal-actions/zoom-keys.ts';
import { formatBytes } from './format-bytes.ts';
import type { NoticeBoard } from './notice-board.ts';
import { rendererChoice } from './renderer-choice.ts';
import { describeGap, translateNotice } from './session-notice.ts';
import { terminalOptions } from './terminal-options.ts';
import type { TerminalTab, TerminalTabs } from './terminal-tabs.ts';
import type { TerminalToolState } from './use-terminal-tools.ts';

type StartTab = Pick<TerminalTab, 'id' | 'target' | 'session' | 'takeOver'>;

export interface OpenTerminalOptions {
  readonly tabs: TerminalTabs;
  readonly tab: StartTab;
  readonly tools: Pick<TerminalToolState, 'ctrl' | 'pasting' | 'openMenu' | 'notices'>;
}

/** Opens a session in `host` and keeps its tab up to date. */
export function openTerminal(host: HTMLElement, options: OpenTerminalOptions): MountedTerminal {
  const { tabs, tab, tools } = options;
  const mounted = mount(host, {
    start: startOf(tab),
    wake: loginWake,
    renderer: rendererChoice(),
    describeGap: missed => i18next.t('terminal.gap', { size: formatBytes(missed, i18next.language) }),
    terminal: terminalOptions(terminalSettings(), currentTheme()),
    mapInput: tools.ctrl.mapInput,
    confirmPaste: tools.pasting.confirm,
    touch: { handleSelection: tools.openMenu },
  });
  tabs.update(tab.id, { session: mounted.session.id });
  mounted.on('title', title => tabs.update(tab.id, { title }));
  mounted.on('viewers', viewers => tabs.update(tab.id, { viewers }));
  mounted.on('recording', recording => tabs.update(tab.id, { recording }));
  mounted.on('state', state => tabs.update(tab.id, { state }));
  mounted.on('loginNeeded', requireLogin);
  relayNotices(mounted, tools.notices);
  copyForPrograms(mounted, tools.notices.put);
  return withStops(mounted, [
    ringBell(mounted, host),
    copyOnSelect(mounted.terminal, host),
    zoomByKeys(mounted.terminal),
  ]);
}

/** The same terminal, which stops these, too, when it is disposed. */
function withStops(mounted: MountedTerminal, stops: readonly (() => void)[]): MountedTerminal {
  const dispose = () => {
    for (const stop of stops) stop();
    mounted.dispose();
  };
  return { ...mounted, dispose };
}

function relayNotices(mounted: MountedTerminal, notices: NoticeBoard): void {
  let wasShown = false;
  mounted.on('notice', notice => notices.put(translateNotice(notice, performance.now())));
  mounted.on('gap', gap => notices.put(describeGap(gap, { wasShown })));
  mounted.on('state', state => {
    if (state.type === 'waiting') wasShown = true;
    if (state.type === 'ended') notices.clear();
  });
  mounted.terminal.onData(() => notices.drop('idle-soon'));
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
