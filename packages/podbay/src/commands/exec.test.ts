import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DemoCluster, startDemoCluster } from '@podbay/demo-cluster';
import { Cli, runCli } from '../testing/run-cli.ts';
import { TerminalCli } from '../testing/terminal-cli.ts';

const place = { namespace: 'default', pod: 'playground', container: 'shell' };

describe('podbay exec', () => {
  let demo: DemoCluster;
  let directory: string;
  let env: Readonly<Record<string, string>>;
  const playground = ['exec', 'playground', '-n', 'default'];

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'podbay-test-'));
    demo = await startDemoCluster({ kubeconfigPath: join(directory, 'kubeconfig') });
    env = { KUBECONFIG: join(directory, 'kubeconfig') };
  });

  after(async () => {
    await demo.close();
    await rm(directory, { recursive: true });
  });

  /** The commands in the playground's container that contain `word`. */
  async function running(word: string): Promise<readonly string[]> {
    const container = await demo.findContainer(place);
    const processes = (await container?.processes()) ?? [];
    return processes.map(({ command }) => command).filter(command => command.includes(word));
  }

  async function untilRunning(word: string): Promise<void> {
    while ((await running(word)).length === 0) await sleep(50);
  }

  test('passes on the exit code, and keeps stdout and stderr apart', async () => {
    const { code, stdout, stderr } = await runCli(
      [...playground, '--', 'sh', '-c', 'echo out; echo err >&2; exit 3'],
      { env },
    );
    assert.deepEqual(
      { code, stdout: stdout.toString(), stderr },
      { code: 3, stdout: 'out\n', stderr: 'err\n' },
    );
  });

  test('a megabyte of stdin arrives whole, ends, and comes back whole', async () => {
    const input = randomBytes(1_000_000);
    const { code, stdout } = await runCli(
      [...playground, '--', 'sh', '-c', 'tee /dev/stderr | md5sum 2>&1'],
      { env, input },
    );
    assert.equal(code, 0);
    assert.match(stdout.toString(), new RegExp(createHash('md5').update(input).digest('hex')));
    const echoed = await runCli([...playground, '--', 'cat'], { env, input });
    assert.ok(input.equals(echoed.stdout));
  });

  test('without a command it is the shell', async () => {
    const { code, stdout } = await runCli(playground, {
      env,
      input: Buffer.from('echo "shell $0 $TERM"; exit 4\n'),
    });
    assert.deepEqual({ code, stdout: stdout.toString() }, { code: 4, stdout: 'shell bash xterm-256color\n' });
  });

  test('takes the namespace of the context, and the only container without a word', async () => {
    const { code, stdout, stderr } = await runCli(['exec', 'pod/db-0', '--', 'hostname'], { env });
    assert.deepEqual({ code, stdout: stdout.toString(), stderr }, { code: 0, stdout: 'db-0\n', stderr: '' });
  });

  test('says in one line why there is nothing to run', async () => {
    const [pod, container, program] = await Promise.all([
      runCli(['exec', 'nobody'], { env }),
      runCli([...playground, '-c', 'nothing'], { env }),
      runCli([...playground, '--', 'nosuch'], { env }),
    ]);
    assert.match(pod.stderr, /^podbay: There is no pod nobody in the namespace shop.*\n$/);
    assert.match(container.stderr, /^podbay: Pod playground has no container nothing.*\n$/);
    assert.match(program.stderr, /^podbay: There is no program nosuch in container shell.*\n$/);
    assert.deepEqual([pod.code, container.code, program.code], [1, 1, 127]);
  });

  test('SIGINT without a terminal ends the command, too', async () => {
    await using cli = new Cli([...playground, '--', 'sleep', '4321'], { env });
    await untilRunning('sleep 4321');
    cli.child.kill('SIGINT');
    const { code, stderr } = await cli.ended;
    assert.deepEqual({ code, stderr }, { code: 130, stderr: '' });
    assert.deepEqual(await running('sleep 4321'), []);
  });

  test('ends quietly, with the command, when nobody reads its output', async () => {
    await using cli = new Cli([...playground, '--', 'sh', '-c', 'while :; do echo endless; done'], { env });
    await cli.waitFor(/endless/);
    cli.child.stdout.destroy();
    const { code, stderr } = await cli.ended;
    assert.deepEqual({ code, stderr }, { code: 141, stderr: '' });
    assert.deepEqual(await running('endless'), []);
  });

  test('in a terminal: prompt, echo, size, Ctrl-C, exit code, and the terminal as before', async () => {
    await using terminal = new TerminalCli(playground, env);
    await terminal.waitFor(/before=(\S+)/);
    await terminal.waitFor(/[$#] $/);
    terminal.type('echo he""llo; stty size\r');
    await terminal.waitFor(/[^\r]\r\n.*hello\r\n30 100\r\n/s);
    terminal.type("stty -onlcr; echo st''raight; stty onlcr\r");
    await terminal.waitFor(/straight\n/);
    terminal.resize(120, 40);
    await sleep(300);
    terminal.type('stty size\r');
    await terminal.waitFor(/40 120\r\n/);
    terminal.type('sleep 999\r');
    await untilRunning('sleep 999');
    terminal.type('\x03');
    await terminal.waitFor(/\^C.*[$#] $/s);
    terminal.type('exit 5\r');
    await terminal.waitFor(/code=5/);
    await terminal.ended;
    assert.deepEqual(terminal.modes(), 'restored');
  });

  test('a SIGTERM in a terminal restores it, and ends the shell', async () => {
    await using terminal = new TerminalCli(playground, env);
    await terminal.waitFor(/[$#] $/);
    terminal.type('sleep 998\r');
    await untilRunning('sleep 998');
    await terminal.killCli('SIGTERM');
    await terminal.waitFor(/code=143/);
    await terminal.ended;
    assert.deepEqual(terminal.modes(), 'restored');
    assert.deepEqual(await running('sleep 998'), []);
  });
});
