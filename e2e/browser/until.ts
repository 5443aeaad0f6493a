import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 50;
/** For whatever takes a moment, on a machine that is busy with other things. */
const patienceMs = 20_000;

/** Asks until `probe` answers `true`, or throws what the last answer was: anything else says what is not yet so. */
export async function until(probe: () => Promise<unknown>, deadlineMs = patienceMs): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const answer = await probe();
    if (answer === true) return;
    if (performance.now() > deadline) throw new Error(`still after ${deadlineMs} ms: ${String(answer)}`);
    await sleep(pollMs);
  }
}
