import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when `condition` holds; rejects after the deadline with `what` was waited for. */
export async function waitUntil(what: string, condition: () => boolean, deadlineMs = 5_000): Promise<void> {
  const giveUpAt = performance.now() + deadlineMs;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`Waited ${deadlineMs} ms in vain until ${what}`);
    await sleep(5);
  }
}
