/** As a `ref`: gives the keyboard to a field as it appears. Always the same function, so that it does so once. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
