import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { start } from './running.ts';
import type { ConformanceSetup } from './setup.ts';
import { count, counted, sh } from './shell.ts';
import { assertSame } from './streams.ts';

const timeout = 60_000;
const concurrency = 5;

/** How commands end: exit codes, and that nothing of the output is missing. */
export function registerEndings(setup: ConformanceSetup): void {
  for (const code of [0, 1, 3, 126, 137, 255]) {
    for (const tty of [false, true]) {
      test(`ErrorStream: exit ${code} ${tty ? 'with' : 'without'} a TTY`, { timeout }, async t => {
        const running = await start(t, setup, { command: sh(`exit ${code}`), tty });
        await running.exited(code);
      });
    }
  }

  for (const [signal, code] of [
    ['KILL', 137],
    ['TERM', 143],
  ] as const) {
    test(`ErrorStream: ended by SIG${signal}`, { timeout }, async t => {
      const running = await start(t, setup, {
        command: sh(`echo before; kill -${signal} $$; sleep 5`),
      });
      await running.exited(code);
      assert.equal(running.stdout.toString(), 'before\n');
    });
  }

  const repetitions = setup.repetitions ?? 50;
  for (const tty of [false, true]) {
    const name = `last bytes before exit, ${repetitions} times, ${tty ? 'with' : 'without'} a TTY`;
    test(name, { timeout: 5 * timeout }, async t => {
      const expected = Buffer.from(counted(50_000, tty ? '\r\n' : '\n'));
      let left = repetitions;
      const work = async () => {
        while (left-- > 0) await countAndCompare(t, { setup, tty, expected });
      };
      await Promise.all(Array.from({ length: concurrency }, work));
    });
  }

  // A key that reaches a server which has closed already makes its kernel reset the connection, and what was on its way is
  // lost. What must hold all the same: a status is told only after the whole output.
  test('keys pressed while it exits', { timeout }, async t => {
    const expected = Buffer.from(`ready\r\n${counted(20_000, '\r\n')}`);
    for (let round = 0; round < 10; round++) {
      const command = sh(`stty -echo; ${count}; echo ready; count 20000; exit 5`);
      const running = await start(t, setup, { command, tty: true, stdin: true });
      await running.printed('ready\r\n');
      const typing = setInterval(() => running.process.write(Buffer.from('x')), 2);
      t.after(() => clearInterval(typing));
      const outcome = await running.process.outcome;
      clearInterval(typing);
      if (outcome.type === 'lost') assertSame(running.stdout, expected.subarray(0, running.stdout.length));
      else {
        assert.deepEqual(outcome, { type: 'exited', code: 5 });
        assertSame(running.stdout, expected);
      }
    }
  });

  test('a command that prints nothing', { timeout }, async t => {
    const running = await start(t, setup, { command: ['true'] });
    await running.exited(0);
    assert.equal(running.stdout.length + running.stderr.length, 0);
  });

  test('arguments arrive as they are', { timeout }, async t => {
    const args = [
      '',
      ' ',
      'a b',
      '$HOME',
      '"quotes"',
      "it's",
      'a&b=c;d|e',
      '50%',
      '日本',
      '+',
      '*',
      '\\n',
      '\n',
      '#?',
    ];
    const running = await start(t, setup, {
      command: sh('for a; do printf "<%s>" "$a"; done', ...args),
    });
    await running.exited(0);
    assert.equal(running.stdout.toString(), args.map(arg => `<${arg}>`).join(''));
  });
}

interface CountOptions {
  readonly setup: ConformanceSetup;
  readonly tty: boolean;
  readonly expected: Buffer;
}

async function countAndCompare(t: TestContext, { setup, tty, expected }: CountOptions): Promise<void> {
  const running = await start(t, setup, { command: sh(`${count}; count 50000; exit 7`), tty });
  await running.exited(7);
  assertSame(running.stdout, expected);
}
