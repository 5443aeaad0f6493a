import { setTimeout as sleep } from 'node:timers/promises';
import { containerRestarted, falseSuccess, podDeleted, upstreamHalfOpen } from './cluster-ways.ts';
import type { Business } from './container-program.ts';
import type { CuttableContext } from './cuttable-contexts.ts';
import type { Stage } from './stage.ts';
import { allRead, between, comeAndGo, exit, pick, ready, work } from './steps.ts';
import { TcpRelay } from './tcp-relay.ts';

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
  | 'container restarted'
  | 'false success'
  | 'upstream half-open'
  | 'API server cut'
  | 'slow browser';

/** Takes one session from its start to its end; rejects with what should not have happened. */
type Run = (stage: Stage) => Promise<void>;

/** Ways that take a pod of their own, and what only the demo cluster can do. */
export const demoWays: readonly Way[] = [
  'pod deleted',
  'container restarted',
  'false success',
  'upstream half-open',
];

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
  'container restarted': containerRestarted,
  'false success': falseSuccess,
  'upstream half-open': upstreamHalfOpen,
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
