import { setTimeout as sleep } from 'node:timers/promises';
import type { Contestant } from '../gateways/contestant.ts';
import type { Stage } from '../stage.ts';

const full = { atLeastMs: 15_000, atMostMs: 45_000, quietMs: 6_000 };
const tiny = { atLeastMs: 300, atMostMs: 600, quietMs: 100 };
const sampleMs = 250;

/**
 * A gateway's resident memory once its garbage collector has done what it does by itself when little happens: the lowest
 * value, when it has not fallen for a while.
 */
export async function settledBytes(stage: Stage, contestant: Contestant): Promise<number> {
  const { atLeastMs, atMostMs, quietMs } = stage.smoke ? tiny : full;
  const startedMs = performance.now();
  let lowest = contestant.residentBytes();
  let lowestAtMs = startedMs;
  for (;;) {
    await sleep(sampleMs, undefined, { signal: stage.scope.signal });
    const now = performance.now();
    const bytes = contestant.residentBytes();
    if (bytes < lowest) [lowest, lowestAtMs] = [bytes, now];
    const isQuiet = now - lowestAtMs > quietMs && now - startedMs > atLeastMs;
    if (isQuiet || now - startedMs > atMostMs) return bytes;
  }
}
