import { createContext, useContext } from 'react';
import type { TerminalTabs } from './terminal-tabs.ts';

/** What the panels and tabs reach, which the layout library renders. */
export interface Workspace {
  readonly tabs: TerminalTabs;
  /** The tab that is being given a name. */
  readonly renamingId: string | undefined;
  readonly rename: (id: string | undefined) => void;
  readonly requestClose: (id: string) => void;
  readonly popOut: (id: string) => void;
}

export const WorkspaceContext = createContext<Workspace | undefined>(undefined);

/** The workspace that this component stands in. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === undefined) throw new Error('rendered outside of the workspace');
  return workspace;
}
