import { setTimeout as sleep } from 'node:timers/promises';
import { createPod, deletePod, markedProcesses } from './containers.ts';
import type { Place } from './options.ts';
import type { Stage } from './stage.ts';
import { between, work } from './steps.ts';
import type { End, Terminal } from './terminal.ts';

const goneMs = 30_000;
/** The demo cluster leaves one look in some hundreds in such a pod without an answer; it is asked again. */
const lookMs = 8_000;

/** The pod goes, and its sessions are told. */
export async function podDeleted(stage: Stage): Promise<void> {
  await inOwnPod(stage, async terminal => {
    await work(terminal);
    await deletePod(stage.cluster, podName(stage));
    await untilEnd(terminal, 'the end of a deleted pod');
  });
}

/** The container's main process ends and another takes its place: the session is over, and the new one has nothing of it. */
export async function containerRestarted(stage: Stage): Promise<void> {
  await inOwnPod(stage, async (terminal, place) => {
    await work(terminal);
    terminal.type('be restarter');
    terminal.output.expectLine('restarter');
    const end = await untilEnd(terminal, 'the end of a restarted container');
    const { outcome } = end.type === 'exit' ? end : {};
    const told = outcome?.type === 'exited' ? outcome.code === 137 : outcome !== undefined;
    if (!told) throw new Error(`after a restart the end was ${JSON.stringify(end)}`);
    await untilNothingRuns(stage, place);
  });
}

/** The connection to the container's runtime is lost, of which Kubernetes makes a success. */
export async function falseSuccess(stage: Stage): Promise<void> {
  await inOwnPod(stage, async (terminal, place) => {
    await work(terminal);
    await stage.inject({ type: 'lost-runtime' }, { pod: place.pod, openStreams: true });
    const end = await untilEnd(terminal, 'the end of a lost runtime');
    if (end.type !== 'exit' || end.outcome.type !== 'lost') {
      throw new Error(`after a false success the end was ${JSON.stringify(end)}`);
    }
    await untilNothingRuns(stage, place);
  });
}

/** Nothing passes between gateway and container any more, and nobody is told; then its user ends the session. */
export async function upstreamHalfOpen(stage: Stage): Promise<void> {
  await inOwnPod(stage, async (terminal, place) => {
    await work(terminal);
    await stage.inject({ type: 'stall' }, { pod: place.pod, openStreams: true });
    // What was read before the stall may still come, and must be right; nothing has to.
    terminal.print(3);
    await sleep(between(0, 500));
    await terminal.endSession();
    await untilNothingRuns(stage, place);
  });
}

async function inOwnPod(
  stage: Stage,
  play: (terminal: Terminal, place: Place) => Promise<void>,
): Promise<void> {
  const place = await createPod(stage.cluster, podName(stage));
  try {
    await play(stage.open({ place }), place);
  } finally {
    await deletePod(stage.cluster, podName(stage));
  }
}

function podName({ number }: Stage): string {
  return `soak-${number}`;
}

async function untilEnd(terminal: Terminal, what: string): Promise<End> {
  await terminal.until(() => terminal.end !== undefined, what);
  if (terminal.end === undefined) throw new Error(`${what} is not known`);
  return terminal.end;
}

/** Waits until no process of a session is in the container; one that starts again meanwhile can't be asked at once. */
async function untilNothingRuns({ cluster }: Stage, place: Place): Promise<void> {
  const deadline = performance.now() + goneMs;
  for (;;) {
    const left = await markedProcesses(cluster, place, lookMs).catch((error: Error) => [error.message]);
    if (left.length === 0) return;
    if (performance.now() > deadline) throw new Error(`left in ${place.pod}: ${left.join(', ')}`);
    await sleep(200);
  }
}
