import { quantile } from '../figures.ts';
import type { Contestant } from '../gateways/contestant.ts';
import { inTurn } from '../in-turn.ts';
import type { LoadProcess } from '../load-process.ts';
import type { Stage } from '../stage.ts';
import type { Case } from './case.ts';

const limitMs = 50;
const keysPerSecond = 3;
const secondsBetweenLines = 0.05;
const names = ['direct', 'haproxy', 'naive', 'podbay'] as const;
const full = { from: 144, factor: 1.5, most: 4000, keysPerSession: 18, probes: 24, rounds: 3 };
const tiny = { from: 8, factor: 1.5, most: 12, keysPerSession: 2, probes: 4, rounds: 1 };
/** On a real cluster each session is a shell that runs there. */
const mostShells = 400;

/** How many sessions there can be, each typed to and printing, until the slowest hundredth of the echoes takes too long. */
export const scale: Case = {
  name: 'scale',
  async run(stage) {
    const source = await stage.source();
    const { rounds } = stage.smoke ? tiny : full;
    return await inTurn(await stage.contestants(source, names), rounds, async ({ name }) => {
      const [fresh] = await stage.fresh(source, [name]);
      if (fresh === undefined) throw new TypeError(`there is no ${name}`);
      return { sessions: await search(stage, fresh) };
    });
  },
};

async function search(stage: Stage, contestant: Contestant): Promise<number> {
  const { from, factor, most } = stage.smoke ? tiny : full;
  const last = stage.isReal ? Math.min(most, mostShells) : most;
  const crowd = stage.takeLoad();
  const state = { open: 0 };
  let good = { sessions: 1, p99Ms: 0.1 };
  for (let sessions = from; sessions <= last; sessions = Math.ceil(sessions * factor)) {
    const p99Ms = await measure(stage, { contestant, crowd, state, sessions });
    stage.progress(`${contestant.name}: ${sessions} sessions, p99 ${p99Ms.toFixed(2)} ms`);
    if (p99Ms > limitMs) {
      await stage.retire(contestant, crowd);
      return between(good, { sessions, p99Ms });
    }
    good = { sessions, p99Ms };
  }
  await stage.retire(contestant, crowd);
  return good.sessions;
}

interface Step {
  readonly contestant: Contestant;
  readonly crowd: LoadProcess;
  /** How many of the crowd are open. */
  readonly state: { open: number };
  readonly sessions: number;
}

// Those who are measured are in a process of their own, which the others keep from nothing but the processor.
async function measure(stage: Stage, { contestant, crowd, state, sessions }: Step): Promise<number> {
  const { probes, keysPerSession } = stage.smoke ? tiny : full;
  const { endpoint } = contestant;
  const count = sessions - probes - state.open;
  const program = { mode: 'lines', argument: String(secondsBetweenLines) } as const;
  await crowd.run('gather', { endpoint, count, ...program, keysPerSecond });
  state.open += count;
  const load = await stage.load();
  const times = await load.run('probe', {
    endpoint,
    sessions: probes,
    keysPerSession,
    keysPerSecond,
    secondsBetweenLines,
  });
  return quantile(times, 0.99);
}

/** Where the limit lies between two numbers of sessions, on a line through both on a logarithmic paper. */
function between(
  good: { readonly sessions: number; readonly p99Ms: number },
  bad: { readonly sessions: number; readonly p99Ms: number },
): number {
  const share = Math.log(limitMs / good.p99Ms) / Math.log(bad.p99Ms / good.p99Ms);
  return Math.round(good.sessions * (bad.sessions / good.sessions) ** share);
}
