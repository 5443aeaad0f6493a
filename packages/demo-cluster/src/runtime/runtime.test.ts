import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createRuntime } from './create-runtime.ts';
import { images } from './images.ts';
import type { Container, Runtime } from './runtime.ts';
import {
  Counter,
  countingCommand,
  openDescriptors,
  Recorded,
  run,
  start,
  startTestContainer,
} from './runtime-test-bed.ts';

for (const isolation of ['best', 'processes'] as const) {
  describe(`a container's commands (isolation: ${isolation})`, { skip: process.platform === 'win32' }, () => {
    let runtime: Runtime;
    let container: Container;
    before(async () => {
      runtime = await createRuntime({ isolation });
      container = await startTestContainer(runtime, { env: { GREETING: 'hello' } });
    });
    after(() => runtime.close());

    it('tells exit codes, and 128 + n for a signal', async () => {
      assert.equal((await run(container, 'exit 0')).exitCode, 0);
      assert.equal((await run(container, 'exit 3')).exitCode, 3);
      assert.equal((await run(container, 'kill -9 $$')).exitCode, 137);
      assert.equal((await run(container, 'kill -TERM $$', { tty: true })).exitCode, 143);
    });

    it('keeps stdout and stderr apart, and joins them on a terminal', async () => {
      const script = 'echo out; echo err >&2; echo more > /dev/stderr';
      const { stdout, stderr } = await run(container, script);
      assert.deepEqual([stdout, stderr], ['out\n', 'err\nmore\n']);
      const onTerminal = await run(container, script, { tty: true });
      assert.deepEqual([onTerminal.stdout, onTerminal.stderr], ['out\r\nerr\r\nmore\r\n', '']);
    });

    it('gives commands the container’s environment, and TERM=xterm on a terminal', async () => {
      const { stdout } = await run(container, 'echo $GREETING; env | grep -E "^TERM=|^npm_"');
      assert.equal(stdout, 'hello\n');
      assert.equal((await run(container, 'echo $TERM; stty size', { tty: true })).stdout, 'xterm\r\n0 0\r\n');
    });

    it('tells what can’t be started in runc’s words', async () => {
      const reasons = {
        'no-such-program': 'exec: "no-such-program": executable file not found in $PATH',
        '/bin/no-such-program':
          'exec: "/bin/no-such-program": stat /bin/no-such-program: no such file or directory',
        '/etc/os-release': 'exec: "/etc/os-release": permission denied',
        '/etc': 'exec: "/etc": is a directory',
      };
      for (const [program, reason] of Object.entries(reasons)) {
        const error = await container.exec({ command: [program], tty: false, stdin: false }).catch(String);
        const prefix =
          'RuntimeError: failed to exec in container: failed to start exec "ID": OCI runtime exec failed';
        const expected = `${prefix}: exec failed: unable to start container process: ${reason}: unknown`;
        assert.equal(String(error).replace(/"[0-9a-f]{64}"/, '"ID"'), expected);
      }
    });

    it('delivers the last bytes before the exit, every time', async () => {
      const expected = Array.from({ length: 50_000 }, (_, index) => `${index + 1}\n`).join('');
      for (let round = 0; round < 5; round++) {
        assert.ok((await run(container, 'seq 1 50000')).stdout === expected, 'on pipes');
        const { stdout } = await run(container, 'seq 1 50000; exit', { tty: true });
        assert.ok(stdout.replaceAll('\r\n', '\n') === expected, 'on a terminal');
      }
    });

    for (const tty of [true, false]) {
      const where = tty ? 'a terminal' : 'a pipe';
      it(`takes 10 MB of input whole through ${where}`, async () => {
        const bytes = randomBytes(10_000_000);
        const script = `${tty ? 'stty raw -echo; ' : ''}echo ready; head -c ${bytes.length} | sha256sum`;
        const recorded = await start(container, { command: ['sh', '-c', script], tty, stdin: true });
        await recorded.untilOutput('ready');
        await recorded.write(bytes);
        const { stdout } = await recorded.outcome;
        assert.ok(stdout.includes(createHash('sha256').update(bytes).digest('hex')));
      });

      it(`says that ${where} is full while the program does not read`, async () => {
        const script = `${tty ? 'stty raw -echo; ' : ''}echo ready; sleep 1000`;
        const recorded = await start(container, { command: ['sh', '-c', script], tty, stdin: true });
        await recorded.untilOutput('ready');
        let accepted = 0;
        while (recorded.process.write(Buffer.alloc(32 * 1024)) && accepted < 4_000_000) accepted += 32 * 1024;
        assert.ok(accepted < 1_000_000, `accepted ${accepted} bytes`);
      });

      it(`blocks a program on ${where} while its output is paused`, { timeout: 20_000 }, async () => {
        const counter = new Counter(container, tty ? 'terminal' : 'pipe');
        const recorded = await start(container, { command: counter.command, tty });
        await recorded.untilOutput('line 100 ');
        recorded.process.pause();
        const blockedAt = await counter.untilBlocked();
        recorded.process.resume();
        await counter.untilPast(blockedAt);
        recorded.process.detach('blocks');
        await counter.untilBlocked();
      });

      it(`lets a program on ${where} go on when nobody listens any more`, async () => {
        const script =
          'i=0; while test $i -lt 3000; do i=$((i+1)); echo "line $i of the rest"; done; echo done > ~/finished';
        const recorded = await start(container, {
          command: ['sh', '-c', `rm -f ~/finished; ${script}`],
          tty,
        });
        await recorded.untilOutput('line 10 ');
        recorded.process.detach('swallowed');
        assert.equal((await recorded.outcome).exitCode, 0);
        assert.equal((await run(container, 'cat ~/finished')).stdout, 'done\n');
      });
    }

    it('ends stdin of a pipe, and ignores it on a terminal', async () => {
      const piped = await start(container, { command: ['cat'], stdin: true });
      piped.process.write(Buffer.from('some input'));
      piped.process.end();
      assert.deepEqual(await piped.outcome, { exitCode: 0, stdout: 'some input', stderr: '' });
      const typed = await start(container, { command: ['sh'], stdin: true, tty: true });
      typed.process.end();
      typed.process.write(Buffer.from('echo still $((40 + 2)); exit 5\n'));
      assert.equal((await typed.outcome).exitCode, 5);
      assert.match(typed.stdout, /still 42/);
    });

    it('ends with its command although another program holds the terminal', async () => {
      const script = 'trap "" HUP; sleep 1000 & seq 1 20000; exit 8';
      const recorded = await start(container, { command: ['bash', '-c', script], tty: true });
      const { exitCode, stdout } = await recorded.outcome;
      assert.equal(exitCode, 8);
      assert.ok(stdout.endsWith('\r\n20000\r\n'));
    });

    it('keeps the last bytes for a reader who pauses', async () => {
      const script = 'trap "" HUP; sleep 1000 & seq 1 500; exit 0';
      const recorded = await start(container, { command: ['bash', '-c', script], tty: true });
      recorded.process.pause();
      await delay(300);
      recorded.process.resume();
      assert.ok((await recorded.outcome).stdout.endsWith('\r\n500\r\n'));
    });

    it('resizes the terminal and tells the program', async () => {
      const script = 'trap "stty size; exit" WINCH; echo ready; while :; do sleep 0.05; done';
      const recorded = await start(container, { command: ['sh', '-c', script], tty: true });
      await recorded.untilOutput('ready');
      recorded.process.resize(120, 40);
      assert.match((await recorded.outcome).stdout, /40 120/);
    });

    it('passes bytes through unchanged, whatever they are', async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
      const recorded = await start(container, { command: ['cat'], stdin: true });
      await recorded.write(bytes, 7);
      recorded.process.end();
      assert.deepEqual(Buffer.from((await recorded.outcome).stdout, 'latin1'), bytes);
    });

    it('ends everything in the container when it stops, and leaves nothing open', async () => {
      const before = openDescriptors();
      const doomed = await startTestContainer(runtime);
      const shells = await Promise.all([
        start(doomed, { command: ['sh'], tty: true, stdin: true }),
        start(doomed, { command: ['sh', '-c', 'trap "" HUP TERM; sleep 1000'], tty: true, stdin: true }),
        start(doomed, { command: ['cat'], stdin: true }),
      ]);
      await run(doomed, '(trap "" HUP; sleep 1000) > /dev/null 2>&1 &');
      assert.ok((await doomed.processes()).length >= 5);
      await doomed.stop(50);
      for (const shell of shells) assert.equal((await shell.outcome).exitCode, 137);
      assert.deepEqual(await doomed.processes(), []);
      await delay(20);
      assert.ok(openDescriptors() <= before, `${openDescriptors()} descriptors, ${before} before`);
    });
  });
}

describe('attach', () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });
  after(() => runtime.close());

  it('shares the main process’s streams with the log and everybody attached', async () => {
    const command = ['sh', '-c', 'while read -r line; do echo "got $line"; done; echo end; exit 4'];
    const container = await startTestContainer(runtime, { command, stdin: true });
    const [one, two] = [new Recorded(container.attach()), new Recorded(container.attach())];
    one.process.write(Buffer.from('first\n'));
    two.process.write(Buffer.from('second\n'));
    await one.untilOutput('second');
    await two.untilOutput('second');
    two.process.detach('swallowed');
    one.process.end();
    one.process.write(Buffer.from('third\n'));
    await one.untilOutput('third');
    assert.deepEqual(
      container.log.lines().map(line => line.text),
      ['got first', 'got second', 'got third'],
    );
    await container.stop(0);
    assert.equal((await one.outcome).exitCode, 137);
    assert.equal((await container.exited).exitCode, 137);
  });

  it('holds the main process up while one does not read', { timeout: 20_000 }, async () => {
    const container = await startTestContainer(runtime, { command: countingCommand('main') });
    const attached = new Recorded(container.attach());
    await attached.untilOutput('line 100');
    attached.process.pause();
    const counter = new Counter(container, 'main');
    const blockedAt = await counter.untilBlocked();
    attached.process.detach('blocks');
    await counter.untilPast(blockedAt);
    await container.stop(0);
  });
});

describe('the images', () => {
  let runtime: Runtime;
  before(async () => {
    runtime = await createRuntime();
  });
  after(() => runtime.close());

  it('have the shell they say', async () => {
    const shells = {
      bash: ['bash', 'sh'],
      toolbox: ['bash', 'sh'],
      sh: ['sh'],
      alpine: ['sh'],
      none: [] as string[],
    };
    for (const image of [images.web, images.toolbox, images.cache, images.worker, images.gateway]) {
      const container = await startTestContainer(runtime, { image: image.name, tty: true, stdin: true });
      for (const shell of ['bash', 'sh', 'ls']) {
        const outcome = await start(container, {
          command: [shell, ...(shell === 'ls' ? [] : ['-c', 'exit 6'])],
        }).then(started => started.outcome, String);
        const has = shell === 'ls' ? image.shell !== 'none' : shells[image.shell].includes(shell);
        if (has) assert.equal(typeof outcome, 'object', `${image.name}: ${shell}: ${outcome}`);
        else
          assert.match(String(outcome), new RegExp(`exec: "${shell}": executable file not found in \\$PATH`));
      }
      await container.stop(500);
    }
  });

  it('log at once, end at once on SIGTERM, and end as they should', async () => {
    const codes = new Map<string, number>([
      [images.crasher.name, 1],
      [images.migrate.name, 0],
      [images.batchReport.name, 0],
    ]);
    const started = Date.now();
    const containers = await Promise.all(
      Object.values(images).map(image =>
        startTestContainer(runtime, { image: image.name, tty: image === images.toolbox }),
      ),
    );
    for (const [index, image] of Object.values(images).entries()) {
      const container = containers[index];
      assert.ok(container);
      const ends = codes.get(image.name);
      if (ends === undefined && image !== images.toolbox) {
        while (container.log.lines().length === 0) await delay(10);
        const stopping = Date.now();
        await container.stop(5_000);
        assert.ok(Date.now() - stopping < 2_000, `${image.name} did not react to SIGTERM`);
      }
      if (image !== images.toolbox) assert.equal((await container.exited).exitCode, ends ?? 0, image.name);
      assert.deepEqual(
        container.log.lines().filter(line => /not found|syntax error|cannot/i.test(line.text)),
        [],
      );
    }
    assert.ok(Date.now() - started < 15_000);
  });

  it('rejects what is not in the catalogue, and a command that is not in the image', async () => {
    await assert.rejects(
      startTestContainer(runtime, { image: 'registry.demo/nothing:1' }),
      /failed to pull and unpack image/,
    );
    const missing = startTestContainer(runtime, { image: images.gateway.name, command: ['bash'] });
    await assert.rejects(missing, /exec: "bash": executable file not found in \$PATH: unknown$/);
  });
});
