import { mountedTerminals } from './mounted-terminals.ts';
import { prepareHandover } from './page-handover.ts';
import type { TerminalTabs } from './terminal-tabs.ts';

const windowFeatures = 'popup,width=960,height=640';

/** A window that has not joined by then has failed: the terminal stays where it is. */
const patienceMs = 20_000;

/**
 * Shows a tab's session in a window of its own, and closes the tab once the window has joined.
 *
 * The window is a page like any other, which joins the session: it outlives this page, and loads again by itself. A part of
 * this page that is moved into another window does neither.
 */
export function popOut(tabs: TerminalTabs, id: string): void {
  const tab = tabs.find(id);
  if (tab?.session === undefined || tab.state.type === 'ended') return;
  const { target, session, name, viewers } = tab;
  const fragment = prepareHandover({ id, target, session, name }, localStorage);
  const opened = window.open(location.pathname + location.search + fragment, '_blank', windowFeatures);
  const mounted = mountedTerminals.snapshot().get(id);
  if (opened === null || mounted === undefined) return;
  const stop = mounted.on('viewers', count => {
    if (count <= viewers) return;
    done();
    tabs.leave(id);
  });
  const timer = setTimeout(() => done(), patienceMs);
  const done = () => {
    clearTimeout(timer);
    stop();
  };
}
