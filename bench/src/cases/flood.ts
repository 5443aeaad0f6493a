import type { CaseFigures } from '../figures.ts';
import type { Contestant } from '../gateways/contestant.ts';
import { inTurn } from '../in-turn.ts';
import type { Stage } from '../stage.ts';
import type { Case } from './case.ts';

const names = ['direct', 'haproxy', 'naive', 'podbay'] as const;
const full = { bytes: 300e6, terminalBytes: 60e6, rounds: 3 };
const tiny = { bytes: 3e6, terminalBytes: 1e6, rounds: 1 };

/**
 * The processor's cost of a gigabyte, and the throughput of the gateway alone, with output that comes as fast as it is read;
 * and the throughput of the whole with a shell's output through a kernel's terminal.
 */
export const flood: Case = {
  name: 'flood',
  async run(stage) {
    const { bytes, terminalBytes, rounds } = stage.smoke ? tiny : full;
    const source = await stage.contestants(await stage.source(), names);
    const figures = await inTurn(source, rounds, contestant => measure(stage, contestant, bytes));
    if (stage.isReal) return rename(figures, ({ mbPerSecond }) => ({ terminalMbPerSecond: mbPerSecond }));
    const shells = await stage.contestants(await stage.shells(), names);
    const terminal = await inTurn(shells, rounds, contestant => measure(stage, contestant, terminalBytes));
    return Object.fromEntries(
      Object.entries(figures).map(([name, measured]) => [
        name,
        { ...measured, ...pick(terminal[name]?.mbPerSecond) },
      ]),
    );
  },
};

type Figure = CaseFigures[string][string];

function pick(terminalMbPerSecond: Figure | undefined): Record<string, Figure> {
  return terminalMbPerSecond === undefined ? {} : { terminalMbPerSecond };
}

function rename(
  figures: CaseFigures,
  more: (one: CaseFigures[string]) => Record<string, Figure | undefined>,
): CaseFigures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, one]) => [name, { ...one, ...pick(more(one).terminalMbPerSecond) }]),
  );
}

async function measure(
  stage: Stage,
  contestant: Contestant,
  bytes: number,
): Promise<Readonly<Record<string, number>>> {
  const load = await stage.load();
  let cpu = 0;
  const result = await load.run(
    'flood',
    { endpoint: contestant.endpoint, bytes },
    {
      points: {
        begin: () => {
          cpu = -contestant.processorSeconds();
        },
        end: () => {
          cpu += contestant.processorSeconds();
        },
      },
    },
  );
  const mbPerSecond = result.bytes / 1e6 / result.seconds;
  stage.progress(
    `flood ${contestant.name}: ${mbPerSecond.toFixed(0)} MB/s, ${(cpu / (result.bytes / 1e9)).toFixed(2)} s/GB`,
  );
  return contestant.hasProcess
    ? { mbPerSecond, cpuSecondsPerGb: cpu / (result.bytes / 1e9) }
    : { mbPerSecond };
}
