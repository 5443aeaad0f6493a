import type { DebugContainer } from '@podbay/protocol';
import type { SessionNotice } from '../terminals/session-notice.ts';

/** A debug container whose shell a tab shows. */
export interface DebugPlace extends Pick<DebugContainer, 'processes'> {
  /** The container that it is beside. */
  readonly beside: string;
}

/** Says to whoever comes into a debug container where they are. */
export function debugNotice({ beside, processes }: DebugPlace): SessionNotice {
  return { code: 'debug', level: 'info', text: ({ t }) => t(texts[processes], { container: beside }) };
}

const texts = { container: 'debug.container', pod: 'debug.pod', node: 'debug.node' } as const;
