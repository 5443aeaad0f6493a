import { quantile } from '../figures.ts';
import { inTurn } from '../in-turn.ts';
import type { Case } from './case.ts';

const full = { times: 15, rounds: 5 };
const tiny = { times: 1, rounds: 1 };

/** From the upgrade request to the first prompt of a shell. */
export const open: Case = {
  name: 'open',
  async run(stage) {
    const { times, rounds } = stage.smoke ? tiny : full;
    const contestants = await stage.contestants(await stage.shells(), [
      'direct',
      'haproxy',
      'naive',
      'podbay',
    ]);
    const load = await stage.load();
    return await inTurn(contestants, rounds, async ({ name, endpoint }) => {
      const p50Ms = quantile(await load.run('open', { endpoint, times }), 0.5);
      stage.progress(`${name}: ${p50Ms.toFixed(1)} ms`);
      return { p50Ms };
    });
  },
};
