import { setTimeout as sleep } from 'node:timers/promises';
import type { Leaving, Terminal } from './terminal.ts';

/** Prints and types, and goes away and comes back meanwhile; ends with everything read. */
export async function work(terminal: Terminal): Promise<void> {
  await ready(terminal);
  for (let round = between(1, 3); round > 0; round--) {
    terminal.say(`first ${round}`);
    terminal.print(between(1, 600));
    for (let word = between(1, 5); word > 0; word--) terminal.say(`word ${word} of round ${round}`);
    if (Math.random() < 0.5) await comeAndGo(terminal, between(1, 3));
  }
  await allRead(terminal);
}

/** Goes away and comes back, some times at once. */
export async function comeAndGo(terminal: Terminal, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await sleep(between(0, 30));
    terminal.leave(pick<Leaving>(['cut', 'reset', 'page-closed']));
    await sleep(Math.random() < 0.5 ? 0 : between(0, 500));
    terminal.connect();
    if (Math.random() < 0.7) await terminal.until(() => terminal.connected, 'coming back');
  }
}

/** Waits for the first line. */
export async function ready(terminal: Terminal): Promise<void> {
  await terminal.until(() => terminal.output.complete || terminal.end !== undefined, 'the first line');
  if (terminal.end !== undefined) throw new Error(`no terminal: ${JSON.stringify(terminal.end)}`);
}

/** Waits until all that was printed has come. */
export async function allRead(terminal: Terminal): Promise<void> {
  const over = () => terminal.end !== undefined;
  await terminal.until(() => terminal.output.complete || over(), 'all that was printed');
  if (over()) throw new Error(`it ended by itself: ${JSON.stringify(terminal.end)}`);
}

/** Exits with some status, and sees that it is told after the last byte. */
export async function exit(terminal: Terminal): Promise<void> {
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

/** A random integer, both included. */
export function between(least: number, most: number): number {
  return least + Math.floor(Math.random() * (most - least + 1));
}

export function pick<Value>(values: readonly [Value, ...Value[]]): Value {
  return values[between(0, values.length - 1)] ?? values[0];
}
