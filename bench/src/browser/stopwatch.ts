import type { Page } from 'playwright-core';

// Runs in the page: what is measured begins with an event and ends with a frame, both by the page's own clock.
interface Stopwatch {
  /** Waits for an event of this type, then for the first frame in which the terminal's text matches. */
  time(eventType: string, pattern: string): void;
  /** Resolves with the time between both, in ms. */
  result(): Promise<number>;
}

declare global {
  interface Window {
    stopwatch: Stopwatch;
  }
}

/** Gives every page of a context a stopwatch. To be run in the page before everything else. */
export function installStopwatch(): void {
  let pending: Promise<number> = Promise.reject(new Error('nothing was timed'));
  pending.catch(() => {});
  const text = () => {
    const rows = [...document.querySelectorAll('.xterm-rows')].find(element => element.checkVisibility());
    return [...(rows?.children ?? [])]
      .map(row => (row.textContent ?? '').replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  };
  window.stopwatch = {
    time(eventType, pattern) {
      const expected = new RegExp(pattern);
      pending = new Promise(resolve => {
        const start = () => {
          const startedMs = performance.now();
          const look = () => {
            if (expected.test(text())) resolve(performance.now() - startedMs);
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        };
        if (eventType === 'now') start();
        else addEventListener(eventType, start, { capture: true, once: true });
      });
    },
    result: () => pending,
  };
}

/** From the event that `act` causes to the first frame that shows `pattern` in the terminal, in ms. */
export async function time(
  page: Page,
  {
    event,
    pattern,
    act,
  }: { readonly event: string; readonly pattern: RegExp; readonly act: () => Promise<void> },
): Promise<number> {
  await page.evaluate(([type = '', source = '']) => window.stopwatch.time(type, source), [
    event,
    pattern.source,
  ] as const);
  await act();
  return await page.evaluate(() => window.stopwatch.result());
}
