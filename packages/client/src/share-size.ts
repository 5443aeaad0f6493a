import type { Terminal } from '@xterm/xterm';
import type { Session } from './session.ts';

export interface ShareSizeOptions {
  readonly session: Session;
  /** What the terminal is in. Has the attribute `data-size="other"` while the terminal is as large as another viewer's. */
  readonly element: HTMLElement;
  /** Makes the terminal as large as its element. */
  readonly refit: () => void;
}

const activities = ['keydown', 'paste', 'pointerdown', 'focusin'] as const;

/**
 * Several viewers of one session see the same picture only in the same size: it is that of whoever used it last.
 * Returns the function that stops it.
 */
export function shareSize(terminal: Terminal, { session, element, refit }: ShareSizeOptions): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let others = 0;
  const reclaim = () => {
    if (element.dataset.size !== 'other') return;
    delete element.dataset.size;
    refit();
  };
  const stopResized = session.on('resized', size => {
    element.dataset.size = 'other';
    terminal.resize(size.cols, size.rows);
  });
  const stopViewers = session.on('viewers', count => {
    if (count === 1 && others > 0) reclaim();
    others = count - 1;
  });
  for (const type of activities) element.addEventListener(type, reclaim, { signal, capture: true });
  return () => {
    listening.abort();
    stopResized();
    stopViewers();
  };
}
