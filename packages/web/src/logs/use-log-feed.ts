import type { DockviewPanelApi } from 'dockview-react';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { api } from '../api.ts';
import { fetchLog } from './fetch-log.ts';
import { LogFeed, type LogOptions } from './log-feed.ts';
import { logSlots, type SlotHolder } from './log-slots.ts';
import type { LogSource } from './log-tab.ts';

export interface UsedFeed {
  readonly feed: LogFeed;
  readonly version: number;
  /** Goes on, where there is a free place. */
  readonly resume: () => void;
}

/** Follows a log for as long as its panel is there. Another source, or other options, make another feed. */
export function useLogFeed(panel: DockviewPanelApi, source: LogSource, options: LogOptions): UsedFeed {
  const { context, namespace, pod, container } = source;
  const { previous, sinceSeconds, tailLines } = options;
  const feed = useMemo(
    () =>
      new LogFeed({
        source: { context, namespace, pod, container },
        options: { previous, sinceSeconds, tailLines },
        request: (path, signal) => fetchLog(api, path, signal),
      }),
    [context, namespace, pod, container, previous, sinceSeconds, tailLines],
  );
  const holder = useMemo<SlotHolder>(
    () => ({ isVisible: () => panel.isVisible, handleTaken: () => feed.pause() }),
    [feed, panel],
  );
  const resume = () => {
    if (logSlots.take(holder)) feed.start();
    else feed.pause();
  };
  useEffect(() => {
    const begin = () => {
      if (logSlots.take(holder)) feed.start();
      else feed.pause();
    };
    begin();
    const subscription = panel.onDidVisibilityChange(({ isVisible }) => isVisible && begin());
    return () => {
      subscription.dispose();
      logSlots.free(holder);
      feed.pause();
    };
  }, [feed, holder, panel]);
  const version = useSyncExternalStore(feed.subscribe, feed.version);
  return { feed, version, resume };
}
