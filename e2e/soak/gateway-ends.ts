import { setTimeout as sleep } from 'node:timers/promises';
import { markedProcesses } from './containers.ts';
import { GatewayProcess, type GatewayProcessOptions } from './gateway-process.ts';
import type { SetUp } from './set-up.ts';
import { allRead, exit, pick, work } from './steps.ts';
import { Terminal } from './terminal.ts';

export type GatewayEnd = 'gateway shut down' | 'gateway killed';

/** Takes `count` sessions through the end of a gateway of their own. Resolves with what is wrong, in words. */
type Run = (stack: SetUp, terminals: Terminal[], count: number) => Promise<readonly string[]>;

const recoveryMs = 60_000;

/** The ways in which many sessions end at once, because their gateway does. */
export const gatewayEnds: Readonly<Record<GatewayEnd, Run>> = {
  'gateway shut down': async (stack, terminals, count) => {
    const gateway = await start(stack, 'shut-down');
    try {
      await open(stack, gateway, terminals, count);
      const ended = gateway.end('SIGTERM');
      await sleep(200);
      const outcomes = await Promise.allSettled(terminals.map(finish));
      const code = await ended;
      const problems = outcomes.flatMap(({ status, ...one }) =>
        status === 'rejected' ? [reasonOf(one)] : [],
      );
      return code === 0 ? problems : [...problems, `the gateway ended with ${code}`];
    } finally {
      await gateway.close();
    }
  },
  'gateway killed': async (stack, terminals, count) => {
    const killed = await start(stack, 'killed');
    await open(stack, killed, terminals, count);
    await killed.end('SIGKILL');
    for (const terminal of terminals) terminal.leave('cut');
    const marked = await countMarked(stack);
    const next = await start(stack, 'killed');
    try {
      const left = await untilNoneIsMarked(stack);
      const problems = marked < count ? [`${marked} processes of ${count} sessions after the kill`] : [];
      return left === 0 ? problems : [...problems, `${left} processes are not ended by the next gateway`];
    } finally {
      await next.close();
    }
  },
};

function start({ paths }: SetUp, name: string): Promise<GatewayProcess> {
  const options: GatewayProcessOptions = { ...paths, stateDir: `${paths.stateDir}-${name}` };
  return GatewayProcess.start(options);
}

async function open(
  { context, places }: SetUp,
  { host, cookie }: GatewayProcess,
  terminals: Terminal[],
  count: number,
): Promise<void> {
  for (let number = 0; number < count; number++) {
    const place = places[number % places.length];
    if (place === undefined) throw new Error('there is no place to open a terminal in');
    const terminal = new Terminal({ host, cookie, target: { context, ...place } });
    terminals.push(terminal);
    terminal.connect();
  }
  await Promise.all(terminals.map(work));
}

/** While the gateway waits for people to finish: some come back once more, some exit, some stay to the end. */
async function finish(terminal: Terminal): Promise<void> {
  const choice = pick(['comes back', 'exits', 'stays'] as const);
  if (choice === 'exits') return exit(terminal);
  if (choice === 'comes back') {
    terminal.leave(pick(['cut', 'reset', 'page-closed']));
    terminal.connect();
    terminal.say('still here');
    await allRead(terminal);
  }
  await terminal.until(() => terminal.end !== undefined, 'the end of the gateway');
  const { end } = terminal;
  const outcome = end?.type === 'exit' ? end.outcome : undefined;
  if (outcome?.type !== 'ended' || outcome.reason !== 'shutdown') {
    throw new Error(`${choice}: after a shutdown the end was ${JSON.stringify(end)}`);
  }
}

function reasonOf(one: object): string {
  const { reason } = one as { readonly reason?: unknown };
  return reason instanceof Error ? reason.message : String(reason);
}

async function countMarked({ cluster, places }: SetUp): Promise<number> {
  const marked = await Promise.all(places.map(place => markedProcesses(cluster, place)));
  return marked.flat().length;
}

async function untilNoneIsMarked(stack: SetUp): Promise<number> {
  const deadline = performance.now() + recoveryMs;
  for (;;) {
    const left = await countMarked(stack);
    if (left === 0 || performance.now() > deadline) return left;
    await sleep(500);
  }
}
