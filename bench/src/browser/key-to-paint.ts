import type { Page } from 'playwright-core';

/** The browser reports no event that took less; such a one counts as this. */
const leastMs = 16;

declare global {
  interface Window {
    keyTimes: { interactionId: number; duration: number }[];
  }
}

/**
 * Types while something else goes on. Returns for the slowest key how long it took from the key to the next frame, in ms, as the
 * browser itself measures it (Event Timing).
 */
export async function slowestKey(page: Page, keys: number): Promise<number> {
  await page.evaluate(() => {
    window.keyTimes = [];
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        if (entry.name === 'keydown') window.keyTimes.push({ interactionId: 0, duration: entry.duration });
      }
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  for (let key = 0; key < keys; key++) {
    await page.keyboard.press('x');
    await page.waitForTimeout(20);
  }
  // The browser reports in its own time.
  await page.waitForTimeout(200);
  return await page.evaluate(
    least => Math.max(least, ...window.keyTimes.map(({ duration }) => duration)),
    leastMs,
  );
}
