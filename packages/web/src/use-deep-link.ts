import { useEffect } from 'react';
import { formatDeepLink, parseDeepLink } from './deep-link.ts';
import type { TabsSnapshot, TerminalTabs } from './terminals/terminal-tabs.ts';

/** Opens what the address names, now and whenever it changes, and makes the address name what is shown. */
export function useDeepLink(tabs: TerminalTabs, { tabs: all, activeId }: TabsSnapshot): void {
  useEffect(() => {
    const follow = () => {
      const target = parseDeepLink(location.hash);
      if (target !== undefined) tabs.show(target);
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [tabs]);

  const active = all.find(tab => tab.id === activeId);
  const hash = active === undefined ? undefined : formatDeepLink(active.target);
  useEffect(() => {
    if (hash !== undefined) history.replaceState(null, '', hash);
    else if (tabs.snapshot().tabs.length === 0)
      history.replaceState(null, '', location.pathname + location.search);
  }, [hash, tabs]);
}
