import { setTimeout as sleep } from 'node:timers/promises';
import { spawnModule } from '../child.ts';
import type { ClusterUnderTest } from '../cluster.ts';
import { summarizeRounds } from '../figures.ts';
import { collectGarbage } from '../gateways/collect-garbage.ts';
import type { Contestant } from '../gateways/contestant.ts';
import { inTurn } from '../in-turn.ts';
import { root } from '../paths.ts';
import { residentBytes } from '../processor.ts';
import type { Stage } from '../stage.ts';
import type { Case } from './case.ts';
import { settle } from './settled-memory.ts';

const full = { sessions: 2000, warmUp: 20, restSeconds: 30, seconds: 60 };
const tiny = { sessions: 20, warmUp: 2, restSeconds: 0, seconds: 1 };

/** On a real cluster each session is a process that runs there. */
const mostOnRealCluster = 200;

/**
 * What sessions cost in which nothing happens, each with one viewer: memory each, processor together. And, as `tls`, what
 * the runtime takes for a TLS connection each and nothing else: no gateway written for it can have less.
 */
export const idle: Case = {
  name: 'idle',
  async run(stage) {
    const source = await stage.source();
    const contestants = await stage.fresh(source, ['naive', 'podbay']);
    const figures = await inTurn(contestants, 1, contestant => measure(stage, contestant));
    return { ...figures, tls: summarizeRounds([await measureConnections(stage, source)]) };
  },
};

async function measure(stage: Stage, contestant: Contestant): Promise<Record<string, number>> {
  const { sessions: wanted, warmUp, restSeconds, seconds } = stage.smoke ? tiny : full;
  const sessions = stage.isReal ? Math.min(wanted, mostOnRealCluster) : wanted;
  const crowd = stage.takeLoad();
  const { endpoint } = contestant;
  // What the first sessions load stays, and is no session's.
  await crowd.run('gather', { endpoint, count: warmUp, mode: 'echo' });
  const before = await settle(stage, contestant);
  await crowd.run('gather', { endpoint, count: sessions, mode: 'echo' }, { deadlineMs: 600_000 });
  // What opening them has left is over by then: deadlines of requests, spare connections, code to be compiled. Before the
  // garbage is asked for, which would leave an inspector in the process.
  await sleep(restSeconds * 1000, undefined, { signal: stage.scope.signal });
  const cpuBefore = contestant.processorSeconds();
  await sleep(seconds * 1000, undefined, { signal: stage.scope.signal });
  const cpuSeconds = contestant.processorSeconds() - cpuBefore;
  const after = await settle(stage, contestant);
  await stage.retire(contestant, crowd);
  const figures = {
    kbPerSession: (after.bytes - before.bytes) / 1024 / sessions,
    kbPerSessionWithGarbage: (after.asIsBytes - before.bytes) / 1024 / sessions,
    cpuSecondsPerMinute: (cpuSeconds / seconds) * 60,
  };
  stage.progress(
    `${contestant.name}: ${figures.kbPerSession.toFixed(1)} KB a session, ${figures.cpuSecondsPerMinute.toFixed(2)} s a minute`,
  );
  return figures;
}

async function measureConnections(stage: Stage, source: ClusterUnderTest): Promise<Record<string, number>> {
  const { sessions, warmUp } = stage.smoke ? tiny : full;
  const few = await bytesOfConnections(stage, source, warmUp);
  const many = await bytesOfConnections(stage, source, warmUp + sessions);
  const kbPerSession = (many - few) / 1024 / sessions;
  stage.progress(`tls: ${kbPerSession.toFixed(1)} KB a connection`);
  return { kbPerSession };
}

async function bytesOfConnections(
  stage: Stage,
  { kubeconfig }: ClusterUnderTest,
  count: number,
): Promise<number> {
  const child = spawnModule(
    `${root}bench/peers/bare-connections.ts`,
    [kubeconfig, String(count)],
    stage.scope,
  );
  stage.scope.own(child);
  await child.waitFor(/^open$/m, 120_000);
  const { bytes } = await settle(stage, {
    residentBytes: () => residentBytes(child.pid),
    collectGarbage: () => collectGarbage(child),
  });
  await child.close();
  return bytes;
}
