/** Parts of the page that the keyboard goes through, one after the other, and what of each takes it. */
const regions = [
  '.terminal-panel .terminal-host textarea',
  '.terminal-panel .notice-bar button',
  '.terminal-panel .ending-bar button, .terminal-panel .refusal button',
  '.terminal-panel .status-line',
  '[role="tab"][aria-selected="true"]',
  '[role="tree"] [tabindex="0"], .pod-panel input',
  '.top-bar button',
] as const;

/**
 * Goes on to the next part of the page that is shown: from the terminal to what is said over it, its status line, its tab, the list of pods, the
 * top bar, and back to the terminal. Programs keep Tab, so this is the way out of a terminal for those without a mouse.
 */
export function focusNextRegion(page: Document = document): void {
  const stops = regions.map(selector => [...page.querySelectorAll<HTMLElement>(selector)].filter(isShown));
  const { activeElement } = page;
  const current = stops.findIndex(elements => elements.some(element => element.contains(activeElement)));
  const panel = activeElement?.closest('.terminal-panel');
  for (let step = 1; step <= regions.length; step++) {
    const elements = stops[(Math.max(0, current) + step) % regions.length] ?? [];
    // Of several terminals side by side, the one that one comes from.
    const next = elements.find(element => panel?.contains(element)) ?? preferred(elements);
    if (next === undefined) continue;
    next.focus();
    return;
  }
}

function preferred(elements: readonly HTMLElement[]): HTMLElement | undefined {
  return elements.find(element => element.closest('.dv-active-group') !== null) ?? elements[0];
}

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true }) && element.closest('[inert]') === null;
}
