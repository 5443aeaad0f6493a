import { scanSequences } from './sequence-scan.ts';

const lineFeed = 0x0a;
const screensOfLines = 4;
// Finals of control sequences that put the cursor somewhere, move lines or change the buffer.
const addressing = new Set([...'ABEFHLMSTdfhlru'].map(final => final.charCodeAt(0)));

/** Whether output ends with nothing but lines, so many that whatever was on the screen has left it. */
export function isPlainFlood(bytes: Buffer, rows: number): boolean {
  let at = bytes.length;
  for (let lines = 0; lines < rows * screensOfLines; lines++) {
    at = bytes.lastIndexOf(lineFeed, at - 1);
    if (at <= 0) return false;
  }
  const lines = bytes.subarray(at);
  let addresses = false;
  scanSequences(lines, (start, end) => {
    if (lines[start + 1] === 0x5b && addressing.has(lines[end - 1] ?? 0)) addresses = true;
  });
  return !addresses;
}
