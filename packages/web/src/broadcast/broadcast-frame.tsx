import './broadcast.css';
import { type ReactNode, useSyncExternalStore } from 'react';
import { pageBroadcast } from './page-broadcast.ts';

export interface BroadcastFrameProps {
  readonly tabId: string;
  readonly children: ReactNode;
}

/** Around a terminal: nobody can miss that it gets what is typed elsewhere, and that elsewhere gets what is typed here. */
export function BroadcastFrame({ tabId, children }: BroadcastFrameProps): ReactNode {
  const { receivers } = useSyncExternalStore(pageBroadcast.subscribe, pageBroadcast.snapshot);
  return (
    <div className="broadcast-frame" data-receiving={receivers.has(tabId) || undefined}>
      {children}
    </div>
  );
}
