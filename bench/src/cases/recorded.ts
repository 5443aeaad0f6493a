import { rm } from 'node:fs/promises';
import { quantile } from '../figures.ts';
import type { Contestant } from '../gateways/contestant.ts';
import { inTurn } from '../in-turn.ts';
import { fileThreads } from '../processor.ts';
import type { BlockMode } from '../program.ts';
import type { Stage } from '../stage.ts';
import type { Case } from './case.ts';
import { measureFlood, prefixed } from './flood.ts';

const full = { bytes: 300e6, ysBytes: 60e6, keys: 2000, rounds: 5 };
const tiny = { bytes: 2e6, ysBytes: 1e6, keys: 50, rounds: 1 };

/**
 * What it costs that a session is recorded: a flood through a kernel's terminal; as `ys…` one that is mostly characters which JSON
 * escapes; and a key and its echo. `fileCpuSecondsPerGb` is what the threads take that write the file, nearly all of it the kernel's.
 */
export const recorded: Case = {
  name: 'recorded',
  async run(stage) {
    const { bytes, ysBytes, keys, rounds } = stage.smoke ? tiny : full;
    const contestants = await stage.contestants(await stage.shells(), ['podbay', 'recorded']);
    const load = await stage.load();
    const measureFloods = async (contestant: Contestant) => ({
      ...(await measureRecording(stage, contestant, bytes, 'blocks')),
      ...prefixed('ys', await measureRecording(stage, contestant, ysBytes, 'ys')),
    });
    // The one that has run in no case before would pay for what has never run.
    for (const contestant of contestants) await measureFloods(contestant);
    return await inTurn(contestants, rounds, async contestant => {
      const times = await load.run('echo', { endpoint: contestant.endpoint, keys });
      const echo = { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
      return { ...(await measureFloods(contestant)), ...echo };
    });
  },
};

// What was recorded goes, so that the next recording gets memory that the kernel has used before: a machine that was just
// started would show what it costs its hypervisor to find some.
async function measureRecording(stage: Stage, contestant: Contestant, bytes: number, mode: BlockMode) {
  if (contestant.recordings === undefined) return await measureFlood(stage, contestant, bytes, mode);
  const before = contestant.processorSeconds(fileThreads);
  const figures = await measureFlood(stage, contestant, bytes, mode);
  const seconds = contestant.processorSeconds(fileThreads) - before;
  await rm(contestant.recordings, { recursive: true, force: true });
  return { ...figures, fileCpuSecondsPerGb: seconds / (bytes / 1e9) };
}
