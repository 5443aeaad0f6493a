import { quantile, summarizeRounds } from '../figures.ts';
import type { Case } from './case.ts';

const full = { times: 10, rounds: 3 };
const tiny = { times: 2, rounds: 1 };

/** From the request to come back to the last byte that makes the terminal whole: all the output kept, or a picture. */
export const resume: Case = {
  name: 'resume',
  async run(stage) {
    const { times, rounds } = stage.smoke ? tiny : full;
    const [podbay] = await stage.contestants(await stage.source(), ['podbay']);
    const endpoint = podbay?.endpoint;
    if (endpoint?.type !== 'podbay') throw new TypeError('there is no podbay to come back to');
    const load = await stage.load();
    const all: Record<string, number>[] = [];
    for (let round = 0; round < rounds; round++) {
      const { replayMs, snapshotMs, snapshotBytes } = await load.run('resume', { endpoint, times });
      const figures = {
        replayMs: quantile(replayMs, 0.5),
        snapshotMs: quantile(snapshotMs, 0.5),
        snapshotKb: snapshotBytes / 1024,
      };
      all.push(figures);
      stage.progress(
        `replay ${figures.replayMs.toFixed(1)} ms, snapshot ${figures.snapshotMs.toFixed(1)} ms of ${figures.snapshotKb.toFixed(0)} KB`,
      );
    }
    return { podbay: summarizeRounds(all) };
  },
};
