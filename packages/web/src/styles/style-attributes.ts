/**
 * xterm.js writes the colours of a cell into a style attribute, which the content security policy takes from nobody. Here the
 * same text goes through the CSSOM, which is the page's own doing and needs no permission.
 */
export function setStylesByCssom({ prototype }: typeof HTMLSpanElement): void {
  const { setAttribute } = prototype;
  prototype.setAttribute = function (this: HTMLSpanElement, name: string, value: string): void {
    if (name === 'style') this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
}
