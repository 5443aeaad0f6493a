import { WebLinksAddon } from '@xterm/addon-web-links';
import type { ILinkHandler, Terminal } from '@xterm/xterm';

const schemes = new Set(['http:', 'https:']);

/** Makes addresses in `terminal`'s output open in a new page that knows nothing of this one. */
export function attachLinks(terminal: Terminal): void {
  terminal.loadAddon(new WebLinksAddon((_event, address) => openLink(address)));
}

/** The same for links that a program marks (OSC 8). */
export const linkHandler: ILinkHandler = {
  activate: (_event, address) => openLink(address),
  allowNonHttpProtocols: false,
};

/** Tells whether an address that came from a container may be opened: one of a web page, and nothing that runs in ours. */
export function isSafeLink(address: string): boolean {
  return URL.canParse(address) && schemes.has(new URL(address).protocol);
}

function openLink(address: string): void {
  if (isSafeLink(address)) window.open(address, '_blank', 'noopener,noreferrer');
}
