import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseFigures } from '../figures.ts';
import { quantile } from '../figures.ts';
import type { Contestant } from '../gateways/contestant.ts';
import { inTurn } from '../in-turn.ts';
import type { Stage } from '../stage.ts';
import type { Case } from './case.ts';

const full = { others: 200, keys: 2000, rounds: 9, restMs: 1000 };
const tiny = { others: 10, keys: 20, rounds: 1, restMs: 0 };
/** 50 lines a second; a terminal's flood. */
const busy = { secondsBetweenLines: '0.02', mbPerSecond: '25' };

/** One key and its echo, idle and while many other sessions print and one floods. */
export const echoBusy: Case = {
  name: 'echo-busy',
  async run(stage): Promise<CaseFigures> {
    const { rounds } = stage.smoke ? tiny : full;
    const contestants = await stage.contestants(await stage.source(), [
      'direct',
      'haproxy',
      'naive',
      'podbay',
    ]);
    return await inTurn(contestants, rounds, contestant => measure(stage, contestant));
  },
};

async function measure(stage: Stage, { name, endpoint }: Contestant): Promise<Record<string, number>> {
  const { others, keys, restMs } = stage.smoke ? tiny : full;
  const load = await stage.load();
  // What those who have gone or come leave to do is no part of either figure.
  await sleep(restMs);
  const idle = await load.run('echo', { endpoint, keys });
  const crowds = [stage.takeLoad(), stage.takeLoad()] as const;
  const argument = busy.secondsBetweenLines;
  await crowds[0].run('gather', { endpoint, count: others, mode: 'lines', argument });
  await crowds[1].run('gather', {
    endpoint,
    count: 1,
    mode: 'yes',
    argument: busy.mbPerSecond,
    firstLine: 'go',
  });
  await sleep(restMs);
  const times = await load.run('echo', { endpoint, keys });
  for (const crowd of crowds) await stage.giveBack(crowd);
  const figures = {
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    idleP99Ms: quantile(idle, 0.99),
  };
  stage.progress(
    `${name}: p50 ${figures.p50Ms.toFixed(2)} ms, p99 ${figures.p99Ms.toFixed(2)} ms, idle p99 ${figures.idleP99Ms.toFixed(2)} ms`,
  );
  return figures;
}
