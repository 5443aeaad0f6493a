import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../figures.ts';
import type { Contestant } from '../gateways/contestant.ts';
import { inTurn } from '../in-turn.ts';
import type { Stage } from '../stage.ts';
import type { Case } from './case.ts';
import { settle } from './settled-memory.ts';

const full = { viewers: 50, seconds: { podbay: 45, naive: 6 } };
const tiny = { viewers: 4, seconds: { podbay: 1.2, naive: 0.6 } };
/** Beyond this the machine is in danger, and enough is seen. */
const mostBytes = 3e9;
const sampleMs = 100;

/** Browsers that read nothing, each on a program that prints without end: memory for each, and whether it grows. */
export const slowViewer: Case = {
  name: 'slow-viewer',
  async run(stage) {
    const contestants = await stage.fresh(await stage.source(), ['naive', 'podbay']);
    return await inTurn(contestants, 1, contestant => measure(stage, contestant));
  },
};

async function measure(stage: Stage, contestant: Contestant): Promise<Record<string, number>> {
  const { viewers, seconds } = stage.smoke ? tiny : full;
  const { name, endpoint } = contestant;
  const crowd = stage.takeLoad();
  await crowd.run('gather', { endpoint, count: 2, mode: 'echo' });
  const { bytes: before } = await settle(stage, contestant);
  await crowd.run('gather', { endpoint, count: viewers, mode: 'yes', firstLine: 'go', stalled: true });
  const samples = await watch(stage, contestant, name === 'naive' ? seconds.naive : seconds.podbay);
  await stage.retire(contestant, crowd);
  const third = Math.max(1, Math.floor(samples.length / 3));
  const each = (some: readonly number[]) => (quantile(some, 0.5) - before) / 1024 ** 2 / viewers;
  const figures = {
    mbEach: each(samples.slice(-third)),
    // Compared with the time before, when the first fill was over.
    growthMbEach: each(samples.slice(-third)) - each(samples.slice(-2 * third, -third)),
  };
  stage.progress(
    `${name}: ${figures.mbEach.toFixed(2)} MB each, growing by ${figures.growthMbEach.toFixed(3)} MB`,
  );
  return figures;
}

async function watch(stage: Stage, contestant: Contestant, seconds: number): Promise<number[]> {
  const samples: number[] = [];
  const endMs = performance.now() + seconds * 1000;
  while (performance.now() < endMs) {
    await sleep(sampleMs, undefined, { signal: stage.scope.signal });
    samples.push(contestant.residentBytes());
    if ((samples.at(-1) ?? 0) > mostBytes) break;
  }
  return samples;
}
