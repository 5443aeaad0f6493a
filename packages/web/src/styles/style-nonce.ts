/**
 * Gives the style sheets that xterm.js and other libraries make the nonce of this page, without which the content security
 * policy takes none that is part of the page. The gateway writes it into the page, anew for each answer.
 */
export function stampStyles(page: Document): void {
  const nonce = page.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  if (!nonce) return;
  const createElement = page.createElement.bind(page);
  page.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = createElement(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}
