import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Terminal } from '@xterm/xterm';
import type { Browser } from 'playwright-core';
import type { TerminalLook } from './podbay-visit.ts';
import { installStopwatch } from './stopwatch.ts';

/** xterm.js' own advice: pieces, so that it can paint between them. */
const pieceBytes = 64 * 1024;

declare global {
  interface Window {
    Terminal: typeof Terminal;
  }
}

/** From the call to the last line painted, in ms, for xterm.js by itself that gets the bytes of `seq 1 last` from memory. */
export async function timeXterm(browser: Browser, look: TerminalLook, last: number): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const xterm = createRequire(import.meta.url).resolve('@xterm/xterm');
  await page.setContent('<body style="margin:0"><div id="terminal"></div></body>');
  await page.addStyleTag({ content: await readFile(xterm.replace(/lib\/.*/, 'css/xterm.css'), 'utf8') });
  await page.addScriptTag({ content: await readFile(xterm, 'utf8') });
  await page.evaluate(installStopwatch);
  const ms = await page.evaluate(
    async ({ look, last, pieceBytes }) => {
      const terminal = new window.Terminal({ ...look, scrollback: 10_000, cursorBlink: true });
      const element = document.getElementById('terminal');
      if (element === null) throw new Error('there is no place for the terminal');
      terminal.open(element);
      const text = Array.from({ length: last }, (_, i) => `${i + 1}\r\n`).join('');
      const bytes = new TextEncoder().encode(`${text}$ `);
      await new Promise(resolve => setTimeout(resolve, 500));
      window.stopwatch.time('now', `\\n${last - 1}\\n${last}\\n`);
      for (let at = 0; at < bytes.length; at += pieceBytes)
        terminal.write(bytes.subarray(at, at + pieceBytes));
      return await window.stopwatch.result();
    },
    { look, last, pieceBytes },
  );
  await context.close();
  return ms;
}
