import { quantile } from '../figures.ts';
import { inTurn } from '../in-turn.ts';
import type { Case } from './case.ts';
import { measureFlood } from './flood.ts';

const full = { bytes: 300e6, keys: 2000, rounds: 3 };
const tiny = { bytes: 2e6, keys: 50, rounds: 1 };

/** What it costs that a session is recorded: a flood through a kernel's terminal, and a key and its echo. */
export const recorded: Case = {
  name: 'recorded',
  async run(stage) {
    const { bytes, keys, rounds } = stage.smoke ? tiny : full;
    const contestants = await stage.contestants(await stage.shells(), ['podbay', 'recorded']);
    const load = await stage.load();
    // The one that has run in no case before would pay for what has never run.
    for (const contestant of contestants) await measureFlood(stage, contestant, bytes);
    return await inTurn(contestants, rounds, async contestant => {
      const { endpoint } = contestant;
      const times = await load.run('echo', { endpoint, keys });
      const echo = { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
      return { ...(await measureFlood(stage, contestant, bytes)), ...echo };
    });
  },
};
