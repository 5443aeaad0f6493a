import type { PasteOffer } from '@podbay/client';
import type { TerminalSettings } from '../settings/terminal-settings.ts';

/** Why somebody should look before something is pasted: it is too long, or has lines that run as soon as they arrive. */
export type PasteRisk = 'size' | 'lines';

/** The longest text that can be pasted at once: what a session keeps of input that was not accepted yet. */
export const maxPasteBytes: number = 64 * 1024 * 1024;

/** Tells why to ask before this is pasted; `undefined`: there is no need to. */
export function pasteRisk(
  { text, bracketed }: PasteOffer,
  { askBeforeLines, askAboveKib }: Pick<TerminalSettings, 'askBeforeLines' | 'askAboveKib'>,
): PasteRisk | undefined {
  if (askAboveKib > 0 && byteLength(text) > askAboveKib * 1024) return 'size';
  return askBeforeLines && !bracketed && /[\r\n]/.test(text) ? 'lines' : undefined;
}

/** How many bytes are sent for it. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
