import type { CaseFigures, Measured } from '../figures.ts';
import { summarizeRounds } from '../figures.ts';
import type { Contestant } from '../gateways/contestant.ts';
import type { Stage } from '../stage.ts';
import type { Case } from './case.ts';

const full = { bytes: 20e6, rounds: 3, counts: [1, 10, 50] };
const tiny = { bytes: 1e6, rounds: 1, counts: [1, 3, 5] };

/** One session that floods, and more and more who look on: the processor's cost of a gigabyte of its output. */
export const fanOut: Case = {
  name: 'fan-out',
  async run(stage): Promise<CaseFigures> {
    const { rounds } = stage.smoke ? tiny : full;
    const contestants = await stage.contestants(await stage.source(), ['podbay']);
    const figures: Record<string, Readonly<Record<string, Measured>>> = {};
    for (const contestant of contestants) {
      // The first one would pay for what has never run.
      await cost(stage, contestant, { viewers: 1, bytes: (stage.smoke ? tiny : full).bytes });
      const all: Record<string, number>[] = [];
      for (let round = 0; round < rounds; round++) all.push(await measure(stage, contestant));
      figures[contestant.name] = summarizeRounds(all);
    }
    return figures;
  },
};

async function measure(stage: Stage, contestant: Contestant): Promise<Record<string, number>> {
  const { bytes, counts } = stage.smoke ? tiny : full;
  const [one = 1, some = 10, many = 50] = counts;
  const first = await cost(stage, contestant, { viewers: one, bytes });
  const ten = await cost(stage, contestant, { viewers: some, bytes });
  const fifty = await cost(stage, contestant, { viewers: many, bytes });
  const perViewer = (all: number, viewers: number) => (all - first) / (viewers - 1) / first;
  const figures = {
    cpuSecondsPerGb1: first,
    cpuSecondsPerGb10: ten,
    cpuSecondsPerGb50: fifty,
    perViewer10: perViewer(ten, some),
    perViewer50: perViewer(fifty, many),
  };
  stage.progress(
    `1, ${some}, ${many} viewers: ${[first, ten, fifty].map(value => value.toFixed(2)).join(', ')} s/GB`,
  );
  return figures;
}

async function cost(
  stage: Stage,
  contestant: Contestant,
  { viewers, bytes }: { readonly viewers: number; readonly bytes: number },
): Promise<number> {
  const { endpoint } = contestant;
  if (endpoint.type !== 'podbay') throw new TypeError(`${contestant.name} has no viewers`);
  const load = await stage.load();
  const usage = contestant.usage();
  const printed = await load.run('fanOut', { endpoint, viewers, bytes }, { points: usage.points });
  return usage.seconds / (printed / 1e9);
}
