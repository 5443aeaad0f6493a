import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until `condition` holds; fails after `timeoutMs`. */
export async function waitUntil(condition: () => boolean, timeoutMs = 5_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`it has not come true within ${timeoutMs} ms: ${condition}`);
    await sleep(5);
  }
}
