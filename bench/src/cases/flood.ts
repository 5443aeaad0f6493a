import type { CaseFigures } from '../figures.ts';
import type { Contestant } from '../gateways/contestant.ts';
import { inTurn } from '../in-turn.ts';
import type { BlockMode } from '../program.ts';
import type { Stage } from '../stage.ts';
import type { Case } from './case.ts';

const names = ['direct', 'haproxy', 'naive', 'podbay'] as const;
const full = { bytes: 300e6, rounds: 3 };
const tiny = { bytes: 2e6, rounds: 1 };

/**
 * Throughput, and the processor's cost of a gigabyte: with a shell's output through a kernel's terminal; and, as
 * `fullSpeed…`, with the same output as fast as it is read, which shows the gateway's own limit.
 */
export const flood: Case = {
  name: 'flood',
  async run(stage) {
    const { bytes, rounds } = stage.smoke ? tiny : full;
    const shells = await stage.contestants(await stage.shells(), names);
    const terminal = await inTurn(shells, rounds, contestant => measureFlood(stage, contestant, bytes));
    if (stage.isReal) return terminal;
    const source = await stage.contestants(await stage.source(), names);
    const fullSpeed = await inTurn(source, rounds, async contestant =>
      prefixed('fullSpeed', await measureFlood(stage, contestant, bytes)),
    );
    return joined(terminal, fullSpeed);
  },
};

type Figures = Readonly<Record<string, number>>;

/** How fast `bytes` come through, and what that costs the gateway. */
export async function measureFlood(
  stage: Stage,
  contestant: Contestant,
  bytes: number,
  mode: BlockMode = 'blocks',
): Promise<Figures> {
  const load = await stage.load();
  const usage = contestant.usage();
  const result = await load.run(
    'flood',
    { endpoint: contestant.endpoint, bytes, mode },
    { points: usage.points },
  );
  const mbPerSecond = result.bytes / 1e6 / result.seconds;
  const cpuSecondsPerGb = usage.seconds / (result.bytes / 1e9);
  stage.progress(`${contestant.name}: ${mbPerSecond.toFixed(1)} MB/s, ${cpuSecondsPerGb.toFixed(2)} s/GB`);
  return contestant.hasProcess ? { mbPerSecond, cpuSecondsPerGb } : { mbPerSecond };
}

/** `mbPerSecond` becomes `fullSpeedMbPerSecond`. */
export function prefixed(prefix: string, figures: Figures): Figures {
  const entries = Object.entries(figures);
  return Object.fromEntries(
    entries.map(([name, value]) => [`${prefix}${name[0]?.toUpperCase()}${name.slice(1)}`, value]),
  );
}

function joined(some: CaseFigures, others: CaseFigures): CaseFigures {
  return Object.fromEntries(Object.entries(some).map(([name, one]) => [name, { ...one, ...others[name] }]));
}
