import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Outcome } from '@podbay/protocol';
import type { RemoteOutcome, RemoteProcess } from '@podbay/remotecommand';
import { announcementStart } from './shell.ts';
import { ShellProcess, type ShellProcessOptions } from './shell-process.ts';

const announce = (word: string) => Buffer.from(`${announcementStart}m;7;${word}\x07`);

/** A process whose other side is a script; `log` tells what it was made to do. */
function setUp(options: Partial<ShellProcessOptions> = {}) {
  const log: string[] = [];
  const outcomes: Outcome[] = [];
  const ended = Promise.withResolvers<RemoteOutcome>();
  const remote: RemoteProcess = {
    subprotocol: 'v5.channel.k8s.io',
    outcome: ended.promise,
    bufferedBytes: 0,
    paused: false,
    write: bytes => {
      log.push(`write ${JSON.stringify(Buffer.from(bytes).toString())}`);
      return true;
    },
    end: () => false,
    resize: () => {},
    pause: () => log.push('pause'),
    resume: () => log.push('resume'),
    close: async () => void log.push('close'),
  };
  const process = new ShellProcess({
    marker: 'm',
    startDeadlineMs: 50,
    listener: {
      handleOutput: bytes => log.push(`output ${Buffer.from(bytes)}`),
      handleDrain: () => log.push('drain'),
      handleExit: outcome => void outcomes.push(outcome),
    },
    explain: ({ message }) => ({ code: 'internal', message }),
    confirmExit: async pid => pid !== 7,
    reap: async (pid, reason) => void log.push(`reap ${pid} ${reason}`),
    watchContainer: () => ({ close() {} }),
    onAnnounced: () => {},
    onGone: () => {},
    ...options,
  });
  process.bind(remote);
  const end = async (outcome: RemoteOutcome) => {
    process.handleEnd(outcome);
    ended.resolve(outcome);
    await new Promise(resolve => setImmediate(resolve));
  };
  return { process, log, outcomes, end };
}

const exited = (code: number): RemoteOutcome => ({ type: 'exited', code });
const lost: RemoteOutcome = { type: 'lost', code: 'connection-lost', closeCode: 1006, message: 'gone' };

describe('ShellProcess', () => {
  test('tells nothing before it has started, then everything but the announcement', async () => {
    const { process, log, outcomes, end } = setUp();
    process.handleStdout(Buffer.from('before '));
    process.handleStdout(announce('started').subarray(0, 9));
    assert.deepEqual(log, []);
    process.handleStdout(Buffer.concat([announce('started').subarray(9), Buffer.from('$ ')]));
    assert.deepEqual(await process.started, { type: 'started' });
    assert.deepEqual(log, ['output before ', 'output $ ']);
    await end(exited(3));
    assert.deepEqual(outcomes, [{ type: 'exited', code: 3 }]);
  });

  test('counts as started at the deadline, and still takes a late announcement out', async () => {
    const { process, log } = setUp({ startDeadlineMs: 10 });
    assert.deepEqual(await process.started, { type: 'started' });
    process.handleStdout(announce('started'));
    assert.deepEqual(log, []);
    await process.hangup('user');
    assert.deepEqual(log, ['resume', 'reap 7 user', 'close']);
  });

  const starts: readonly (readonly [string, RemoteOutcome, string])[] = [
    ['exit 127 of a runtime', exited(127), 'not-executable'],
    [
      'not found',
      { type: 'failed', code: 'executable-not-found', reason: '', message: '' },
      'not-executable',
    ],
    ['another failure', { type: 'failed', code: 'error', reason: '', message: '' }, 'failed'],
    ['lost', lost, 'lost'],
    ['a program that ends at once', exited(0), 'started'],
  ];
  for (const [name, outcome, type] of starts) {
    test(`an end before the announcement: ${name}`, async () => {
      const { process, log, outcomes, end } = setUp();
      process.handleStdout(Buffer.from('words'));
      await end(outcome);
      assert.equal((await process.started).type, type);
      assert.deepEqual(log, type === 'started' ? ['output words'] : []);
      assert.equal(outcomes.length, type === 'started' ? 1 : 0);
    });
  }

  test('a missing command is told once, and not reaped', async () => {
    const { process, log, outcomes, end } = setUp();
    process.handleStdout(announce('missing'));
    assert.deepEqual(await process.started, { type: 'missing' });
    const hangup = process.hangup('lost');
    await end(exited(127));
    await hangup;
    assert.deepEqual(log, ['resume', 'close']);
    assert.deepEqual(outcomes, []);
  });

  test('a success that is not confirmed is a loss, and what lives is reaped', async () => {
    const { process, log, outcomes, end } = setUp();
    process.handleStdout(announce('started'));
    await end(exited(0));
    assert.equal(outcomes[0]?.type, 'lost');
    await process.hangup('lost');
    assert.deepEqual(log, ['resume', 'reap 7 lost', 'close']);
  });

  test('nothing is told after hanging up, and nothing reaped that has exited', async () => {
    const one = setUp();
    one.process.handleStdout(announce('started'));
    const hangup = one.process.hangup('grace');
    one.process.handleStdout(Buffer.from('late'));
    one.process.handleDrain();
    await one.end(exited(129));
    await hangup;
    assert.deepEqual([one.log, one.outcomes], [['resume', 'reap 7 grace', 'close'], []]);
    const two = setUp();
    two.process.handleStdout(announce('started'));
    await two.end(exited(1));
    await two.process.hangup('user');
    assert.deepEqual(two.log, ['resume', 'close']);
  });

  test('a container that goes away gives the connection 3 s to end by itself', async t => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    let goAway = () => {};
    let watches = 0;
    const watchContainer = (_pid: number, onGone: () => void) => {
      watches++;
      goAway = onGone;
      return { close: () => void watches-- };
    };
    const quick = setUp({ watchContainer });
    quick.process.handleStdout(announce('started'));
    goAway();
    t.mock.timers.tick(2_900);
    await quick.end(exited(137));
    t.mock.timers.tick(1_000);
    assert.deepEqual(quick.outcomes, [exited(137)]);
    const silent = setUp({ watchContainer });
    silent.process.handleStdout(announce('started'));
    goAway();
    t.mock.timers.tick(3_000);
    await silent.end(exited(137));
    assert.deepEqual(silent.outcomes, [{ type: 'ended', reason: 'container-gone' }]);
    await silent.process.hangup('container-gone');
    assert.deepEqual(silent.log.slice(-3), ['resume', 'reap 7 container-gone', 'close']);
    assert.equal(watches, 0);
  });

  test('without a marker it types the end', async () => {
    const { process, log, end } = setUp({ marker: undefined });
    process.handleStdout(Buffer.from('C:\\>'));
    const hangup = process.hangup('user');
    await end(exited(0));
    await hangup;
    assert.deepEqual(log, ['output C:\\>', 'resume', 'write "\\u0003\\u0004exit\\r"', 'close']);
  });
});
