import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './containers.ts';
import type { SoakOptions } from './options.ts';
import { type SetUp, setUp } from './set-up.ts';
import type { SoakHooks } from './soak.ts';
import { Terminal } from './terminal.ts';

/** What a browser that reads nothing costs while the container runs `yes`. */
export interface StalledResult {
  readonly seconds: number;
  readonly rssStartMB: number;
  readonly rssMaxMB: number;
  /** Processor time that the container's program took in the last second of the stall, in ms. */
  readonly programMs: number;
  /** From Ctrl-C to the program's end, once the browser reads again. */
  readonly interruptMs: number;
  /** The slowest echo that another session had meanwhile. */
  readonly echoMaxMs: number;
  readonly lostBytes: number;
  readonly duplicatedBytes: number;
}

export interface StalledBounds {
  readonly rssGrowthMB: number;
  readonly programMs: number;
  readonly interruptMs: number;
  readonly echoMs: number;
}

export const stalledBounds: StalledBounds = {
  rssGrowthMB: 16,
  programMs: 50,
  interruptMs: 200,
  echoMs: 200,
};

/** What is out of bounds, in words. */
export function stalledProblems(result: StalledResult, bounds = stalledBounds): readonly string[] {
  const growth = result.rssMaxMB - result.rssStartMB;
  return [
    growth < bounds.rssGrowthMB ? '' : `memory grew by ${growth.toFixed(1)} MB`,
    result.programMs < bounds.programMs ? '' : `the program was not blocked: ${result.programMs} ms`,
    result.interruptMs < bounds.interruptMs ? '' : `Ctrl-C took ${result.interruptMs} ms`,
    result.echoMaxMs < bounds.echoMs ? '' : `another session's echo took ${result.echoMaxMs} ms`,
    result.lostBytes + result.duplicatedBytes === 0 ? '' : 'bytes were lost or came twice',
  ].filter(problem => problem !== '');
}

export async function stalled(options: SoakOptions, hooks: SoakHooks): Promise<StalledResult> {
  const stack = await setUp(options, 'default');
  try {
    return await watchStall(stack, options.stallSeconds, hooks);
  } finally {
    await stack.close();
  }
}

async function watchStall(stack: SetUp, seconds: number, hooks: SoakHooks): Promise<StalledResult> {
  const { gateway, context, places } = stack;
  const [place = places[0], otherPlace = place] = places;
  if (place === undefined || otherPlace === undefined) throw new Error('there is no place');
  const { host, cookie } = gateway;
  const slow = new Terminal({ host, cookie, target: { context, ...place } });
  const other = new Terminal({ host, cookie, target: { context, ...otherPlace } });
  for (const terminal of [slow, other]) terminal.connect();
  for (const terminal of [slow, other])
    await terminal.until(() => terminal.output.complete, 'the first line');
  const rssMB = async () => (await gateway.resources()).memory.rss / 1024 / 1024;
  const rssStartMB = await rssMB();
  slow.type('be yes');
  slow.output.expectLine('yes');
  slow.output.expectTail('yes');
  await slow.until(() => slow.output.complete, 'yes');
  slow.stopReading();
  let rssMaxMB = rssStartMB;
  let echoMaxMs = 0;
  const untilMs = performance.now() + seconds * 1000;
  while (performance.now() < untilMs && !hooks.signal.aborted) {
    echoMaxMs = Math.max(echoMaxMs, await timeEcho(other));
    rssMaxMB = Math.max(rssMaxMB, await rssMB());
    await sleep(250);
  }
  const programMs = await timeProgram(stack, place);
  slow.readAgain();
  const interruptMs = await timeInterrupt(slow);
  for (const terminal of [slow, other]) {
    await terminal.endSession();
  }
  const both = [slow.output, other.output];
  return {
    seconds,
    rssStartMB: Math.round(rssStartMB),
    rssMaxMB: Math.round(rssMaxMB),
    programMs,
    interruptMs,
    echoMaxMs,
    lostBytes: both.reduce((sum, { lostBytes }) => sum + lostBytes, 0),
    duplicatedBytes: both.reduce((sum, { duplicatedBytes }) => sum + duplicatedBytes, 0),
  };
}

async function timeEcho(terminal: Terminal): Promise<number> {
  const startedMs = performance.now();
  terminal.say('hello');
  await terminal.until(() => terminal.output.complete, 'an echo');
  return Math.round(performance.now() - startedMs);
}

// After ^C the terminal throws away what is not yet read, so the numbered line follows wherever `yes` was.
async function timeInterrupt(terminal: Terminal): Promise<number> {
  const startedMs = performance.now();
  const interrupted = terminal.output.awaitInterrupt();
  terminal.typeBytes('\x03');
  await terminal.until(() => interrupted(), 'the end of yes');
  return Math.round(performance.now() - startedMs);
}

const ticks = `for s in /proc/[0-9]*/stat; do read -r l <$s && case $l in *"(yes)"*) set -- \${l##*) }; echo $((\${12}+\${13})) ;; esac; done 2>/dev/null`;
const tickMs = 10;

/** The processor time that `yes` takes in a second, in ms. */
async function timeProgram({ cluster }: SetUp, place: Parameters<typeof run>[1]): Promise<number> {
  const read = async () => {
    const { output } = await run(cluster, place, ['sh', '-c', ticks]);
    return Number(output.trim()) * tickMs;
  };
  const before = await read();
  await sleep(1000);
  return (await read()) - before;
}
