/** What is done to a tab on the tab itself. */
export interface TabGestures {
  readonly close: (id: string) => void;
  readonly rename: (id: string) => void;
}

/**
 * Hears what keys and pointers do on the tabs in `element`, before the layout library does: it would close a tab at once,
 * whatever runs in it. Returns the function that stops it.
 *
 * Delete and the middle button close; F2 and a double click give a name. In a terminal F2 is the program's. The keyboard asks
 * for a menu on the tab itself, and what has the menu is in it.
 */
export function listenOnTabs(element: HTMLElement, { close, rename }: TabGestures): () => void {
  const listening = new AbortController();
  const options = { capture: true, signal: listening.signal };
  const act = (event: Event, gesture: (id: string) => void) => {
    const id = tabOf(event.target);
    if (id === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    gesture(id);
  };
  element.addEventListener(
    'keydown',
    event => {
      if (event.key === 'Delete' || event.key === 'Backspace') act(event, close);
      if (event.key === 'F2') act(event, rename);
    },
    options,
  );
  element.addEventListener(
    'dblclick',
    event => {
      if (!isCross(event.target)) act(event, rename);
    },
    options,
  );
  element.addEventListener('contextmenu', openMenuInside, options);
  element.addEventListener('auxclick', event => event.button === 1 && act(event, close), options);
  element.addEventListener('click', event => isCross(event.target) && act(event, close), options);
  // Neither shows the tab nor drags it.
  element.addEventListener('pointerdown', event => isCross(event.target) && event.stopPropagation(), options);
  return () => listening.abort();
}

function openMenuInside(event: Event): void {
  if (!(event.target instanceof Element) || !event.target.matches('.dv-tab')) return;
  const inside = event.target.querySelector('.terminal-tab');
  if (inside === null) return;
  event.preventDefault();
  event.stopPropagation();
  const { left: clientX, bottom: clientY } = inside.getBoundingClientRect();
  inside.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY }));
}

function isCross(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.terminal-tab-close') !== null;
}

/** The id of the tab that the event is on. A field in it keeps its keys. */
function tabOf(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element) || target.closest('input') !== null) return undefined;
  return target.closest<HTMLElement>('.dv-tab')?.dataset.tabPanelId;
}
