import { setTimeout as sleep } from 'node:timers/promises';
import type { Business } from './container-program.ts';
import { createPod, deletePod } from './containers.ts';
import type { CuttableContext } from './cuttable-contexts.ts';
import type { Stage } from './stage.ts';
import { TcpRelay } from './tcp-relay.ts';
import type { Leaving, Terminal } from './terminal.ts';

export type Way =
  | 'clean exit'
  | 'tab closed'
  | 'browser gone'
  | 'TCP reset'
  | 'half-open'
  | 'during the handshake'
  | 'sleep'
  | 'yes'
  | 'vi'
  | 'nested shell'
  | 'HUP ignored'
  | 'pod deleted'
  | 'API server cut'
  | 'slow browser';

/** Takes one session from its start to its end; rejects with what should not have happened. */
type Run = (stage: Stage) => Promise<void>;

/** All ways in which a session ends. */
export const ways: Readonly<Record<Way, Run>> = {
  'clean exit': async stage => {
    const terminal = stage.open();
    await work(terminal);
    await exit(terminal);
  },
  'tab closed': async stage => {
    const terminal = stage.open();
    await work(terminal);
    await terminal.endSession();
  },
  'browser gone': async stage => {
    const terminal = stage.open();
    await work(terminal);
    terminal.leave(pick(['cut', 'page-closed']));
  },
  'TCP reset': async stage => {
    const terminal = stage.open();
    await work(terminal);
    terminal.print(between(0, 2000));
    await sleep(between(0, 20));
    terminal.leave('reset');
  },
  'half-open': halfOpen,
  'during the handshake': async stage => {
    const terminal = stage.open();
    await sleep(between(0, 120));
    terminal.leave(pick(['cut', 'reset', 'page-closed']));
  },
  sleep: busy('sleep'),
  yes: busy('yes'),
  vi: busy('vi'),
  'nested shell': busy('nested-shell'),
  'HUP ignored': busy('hup-ignored'),
  'pod deleted': podDeleted,
  'API server cut': async stage => {
    const context = await stage.takeContext();
    try {
      await cutApiServer(stage, context);
    } finally {
      stage.giveContext(context);
    }
  },
  'slow browser': async stage => {
    const terminal = stage.open();
    await ready(terminal);
    terminal.print(8_000);
    await sleep(between(0, 100));
    terminal.stopReading();
    await sleep(between(500, 3000));
    terminal.readAgain();
    await allRead(terminal);
    await exit(terminal);
  },
};

async function halfOpen(stage: Stage): Promise<void> {
  const [host = '', port] = stage.host.split(':');
  const relay = new TcpRelay({ host, port: Number(port) });
  stage.defer(() => relay.close());
  const terminal = stage.open({ host: `127.0.0.1:${await relay.listen()}` });
  await work(terminal);
  await terminal.until(() => terminal.connected, 'coming back');
  terminal.print(between(0, 200));
  relay.freeze();
}

function busy(business: Business): Run {
  return async stage => {
    const terminal = stage.open();
    await work(terminal);
    terminal.type(`be ${business}`);
    terminal.output.expectLine(business);
    terminal.output.expectTail(business === 'yes' ? 'yes' : 'unknown');
    await allRead(terminal);
    await sleep(between(20, 200));
    if (business === 'yes') await comeAndGo(terminal, between(0, 2));
    const leaving = pick(['tab closed', 'cut', 'reset', 'page-closed'] as const);
    if (leaving !== 'tab closed') return terminal.leave(leaving);
    await terminal.endSession();
  };
}

async function podDeleted(stage: Stage): Promise<void> {
  const name = `soak-${stage.number}`;
  const place = await createPod(stage.cluster, name);
  const terminal = stage.open({ place });
  await work(terminal);
  await deletePod(stage.cluster, name);
  await terminal.until(() => terminal.end !== undefined, 'the end of a deleted pod');
}

async function cutApiServer(stage: Stage, { name, relay }: CuttableContext): Promise<void> {
  const terminal = stage.open({ context: name });
  await work(terminal);
  terminal.print(between(0, 500));
  await sleep(between(0, 20));
  relay.cut(pick(['reset', 'fin']));
  await terminal.until(() => terminal.end !== undefined, 'the end of a cut connection', 90_000);
  const { end } = terminal;
  if (end?.type !== 'exit' || end.outcome.type !== 'lost') {
    throw new Error(`after a cut the end was ${JSON.stringify(end)}`);
  }
}

/** Prints and types, and goes away and comes back meanwhile; ends with everything read. */
async function work(terminal: Terminal): Promise<void> {
  await ready(terminal);
  for (let round = between(1, 3); round > 0; round--) {
    terminal.say(`first ${round}`);
    terminal.print(between(1, 600));
    for (let word = between(1, 5); word > 0; word--) terminal.say(`word ${word} of round ${round}`);
    if (Math.random() < 0.5) await comeAndGo(terminal, between(1, 3));
  }
  await allRead(terminal);
}

async function comeAndGo(terminal: Terminal, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await sleep(between(0, 30));
    terminal.leave(pick<Leaving>(['cut', 'reset', 'page-closed']));
    await sleep(Math.random() < 0.5 ? 0 : between(0, 500));
    terminal.connect();
    if (Math.random() < 0.7) await terminal.until(() => terminal.connected, 'coming back');
  }
}

async function ready(terminal: Terminal): Promise<void> {
  await terminal.until(() => terminal.output.complete || terminal.end !== undefined, 'the first line');
  if (terminal.end !== undefined) throw new Error(`no terminal: ${JSON.stringify(terminal.end)}`);
}

async function allRead(terminal: Terminal): Promise<void> {
  const over = () => terminal.end !== undefined;
  await terminal.until(() => terminal.output.complete || over(), 'all that was printed');
  if (over()) throw new Error(`it ended by itself: ${JSON.stringify(terminal.end)}`);
}

async function exit(terminal: Terminal): Promise<void> {
  const code = between(0, 5);
  terminal.type(`exit ${code}`);
  terminal.output.expectLine('bye');
  await terminal.until(() => terminal.end !== undefined, 'the exit');
  terminal.output.checkEnd();
  const { end } = terminal;
  if (end?.type !== 'exit' || end.outcome.type !== 'exited' || end.outcome.code !== code) {
    throw new Error(`after exit ${code} the end was ${JSON.stringify(end)}`);
  }
}

function between(least: number, most: number): number {
  return least + Math.floor(Math.random() * (most - least + 1));
}

function pick<Value>(values: readonly [Value, ...Value[]]): Value {
  return values[between(0, values.length - 1)] ?? values[0];
}
