import { quantile } from '../figures.ts';
import { inTurn } from '../in-turn.ts';
import type { Case } from './case.ts';

const full = { keys: 2000, rounds: 15 };
const tiny = { keys: 50, rounds: 1 };

/** One key and its echo, on a gateway that does nothing else. */
export const echo: Case = {
  name: 'echo',
  async run(stage) {
    const { keys, rounds } = stage.smoke ? tiny : full;
    const contestants = await stage.contestants(await stage.source(), [
      'direct',
      'haproxy',
      'naive',
      'podbay',
    ]);
    const load = await stage.load();
    return await inTurn(contestants, rounds, async ({ name, endpoint }) => {
      const times = await load.run('echo', { endpoint, keys });
      const figures = { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
      stage.progress(`echo ${name}: p50 ${figures.p50Ms.toFixed(3)} ms, p99 ${figures.p99Ms.toFixed(3)} ms`);
      return figures;
    });
  },
};
