import { rm } from 'node:fs/promises';
import { quantile } from '../figures.ts';
import type { Contestant } from '../gateways/contestant.ts';
import { inTurn } from '../in-turn.ts';
import type { Stage } from '../stage.ts';
import { writeCost } from '../write-cost.ts';
import type { Case } from './case.ts';
import { measureFlood } from './flood.ts';

const full = { bytes: 300e6, keys: 2000, rounds: 5 };
const tiny = { bytes: 2e6, keys: 50, rounds: 1 };

/**
 * What it costs that a session is recorded: a flood through a kernel's terminal, and a key and its echo. And, as
 * `fileCpuSecondsPerGb`, what the kernel takes to write such a file: no recorder can have less.
 */
export const recorded: Case = {
  name: 'recorded',
  async run(stage) {
    const { bytes, keys, rounds } = stage.smoke ? tiny : full;
    const contestants = await stage.contestants(await stage.shells(), ['podbay', 'recorded']);
    const load = await stage.load();
    const flood = async (contestant: Contestant) => {
      const figures = await measureFlood(stage, contestant, bytes);
      const file = await replaceRecordings(stage, contestant, bytes);
      return { ...figures, ...file };
    };
    // The one that has run in no case before would pay for what has never run.
    for (const contestant of contestants) await flood(contestant);
    return await inTurn(contestants, rounds, async contestant => {
      const { endpoint } = contestant;
      const times = await load.run('echo', { endpoint, keys });
      const echo = { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
      return { ...(await flood(contestant)), ...echo };
    });
  },
};

// What was recorded goes, so that the next recording gets memory that the kernel has used before: a machine that was just
// started would show what it costs its hypervisor to find some.
async function replaceRecordings(stage: Stage, { recordings }: Contestant, bytes: number) {
  if (recordings === undefined) return {};
  await rm(recordings, { recursive: true, force: true });
  return { fileCpuSecondsPerGb: await writeCost(stage.scope.path('written'), bytes) };
}
