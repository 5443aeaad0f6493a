import { setTimeout as sleep } from 'node:timers/promises';
import type { Contestant } from '../gateways/contestant.ts';
import type { Stage } from '../stage.ts';

const full = { beforeMs: 8_000, afterMs: 2_000 };
const tiny = { beforeMs: 100, afterMs: 50 };

/** A gateway's resident memory when nothing happens. */
export interface SettledMemory {
  /** As it is by itself; most of what is more is garbage that nobody has missed the room of. */
  readonly asIsBytes: number;
  /** Without garbage. */
  readonly bytes: number;
}

/** Waits until a process rests, and reads its memory before and after its garbage has been collected. */
export async function settle(
  stage: Stage,
  resting: Pick<Contestant, 'residentBytes' | 'collectGarbage'>,
): Promise<SettledMemory> {
  const { beforeMs, afterMs } = stage.smoke ? tiny : full;
  const { signal } = stage.scope;
  await sleep(beforeMs, undefined, { signal });
  const asIsBytes = resting.residentBytes();
  await resting.collectGarbage();
  await sleep(afterMs, undefined, { signal });
  return { asIsBytes, bytes: resting.residentBytes() };
}
