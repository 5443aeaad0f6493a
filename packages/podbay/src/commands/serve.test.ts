import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { descendantsOf, type ProcessIdentity, stillAlive } from '../testing/descendants.ts';
import { openTerminal } from '../testing/open-terminal.ts';
import { Cli } from '../testing/run-cli.ts';

const readyLine = /^Podbay is ready: (http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+)\n/;
const playground = { context: 'demo', namespace: 'default', pod: 'playground', container: 'shell' };

describe('podbay serve', () => {
  test('prints one line with a link that logs in once, and a new one for a link that is used up', async () => {
    await using cli = new Cli(['--port', '0', '--no-open']);
    const [line, url = ''] = await cli.waitFor(readyLine);
    const login = await fetch(url, { redirect: 'manual' });
    assert.equal(login.status, 303);
    assert.match(login.headers.get('set-cookie') ?? '', /^podbay-\w+=.*HttpOnly/);
    assert.equal(cli.stdout, line);
    const again = await fetch(url, { redirect: 'manual' });
    assert.equal(again.status, 401);
    const [, newUrl = ''] = await cli.waitFor(/\nPodbay has a new link: (http.*)\n$/);
    assert.equal((await fetch(newUrl, { redirect: 'manual' })).status, 303);
    cli.child.kill('SIGTERM');
    const { code, stderr } = await cli.ended;
    assert.equal(code, 0);
    assert.match(stderr, /no kubeconfig: .*so this is the demo cluster/);
  });

  test('Ctrl-C with a terminal open leaves no process', async () => {
    await using cli = new Cli(['serve', '--demo', '--port', '0', '--no-open']);
    const [, url = ''] = await cli.waitFor(readyLine);
    const terminal = await openTerminal(url, playground, ['sh', '-c', 'echo here; sleep 1234']);
    const children = await descendantsOf(cli.child.pid ?? 0);
    // As from a terminal and from npm at once.
    cli.child.kill('SIGINT');
    cli.child.kill('SIGINT');
    const { code, signal, stderr } = await cli.ended;
    terminal.close();
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, stderr);
    assert.ok(children.length > 0);
    assert.deepEqual(await stillAlive(children), []);
  });

  test('a third Ctrl-C does not wait for a program that ignores its hangup', async () => {
    await using cli = new Cli(['--demo', '--port', '0', '--no-open']);
    const [, url = ''] = await cli.waitFor(readyLine);
    const stubborn = ['sh', '-c', "trap '' HUP; echo here; while :; do sleep 1; done"];
    const terminal = await openTerminal(url, playground, stubborn);
    const children = await descendantsOf(cli.child.pid ?? 0);
    for (let signals = 0; signals < 3; signals++) {
      cli.child.kill('SIGINT');
      await sleep(450);
    }
    const { code } = await cli.ended;
    terminal.close();
    assert.equal(code, 130);
    assert.deepEqual(await afterAWhile(children), []);
  });

  test('SIGTERM lets people finish; a second one hurries, and still leaves nothing', async () => {
    await using cli = new Cli(['--demo', '--port', '0', '--no-open', '--drain', '60']);
    const [, url = ''] = await cli.waitFor(readyLine);
    const terminal = await openTerminal(url, playground, ['sh']);
    const children = await descendantsOf(cli.child.pid ?? 0);
    cli.child.kill('SIGTERM');
    await sleep(1000);
    assert.equal(cli.child.exitCode, null);
    cli.child.kill('SIGTERM');
    const { code, stderr } = await cli.ended;
    terminal.close();
    assert.equal(code, 0, stderr);
    assert.deepEqual(await stillAlive(children), []);
  });

  test('a signal while it starts ends what has been started', async () => {
    await using cli = new Cli(['--demo', '--port', '0', '--no-open']);
    const children = await untilFirstChildren(cli.child.pid ?? 0);
    cli.child.kill('SIGTERM');
    const { code } = await cli.ended;
    assert.equal(code, 0);
    assert.deepEqual(await stillAlive(children), []);
  });

  test('goes on when nobody reads what it prints', async () => {
    await using cli = new Cli(['--demo', '--port', '0', '--no-open']);
    const [, url = ''] = await cli.waitFor(readyLine);
    cli.child.stdout.destroy();
    cli.child.stderr.destroy();
    await fetch(url, { redirect: 'manual' });
    await fetch(url, { redirect: 'manual' });
    assert.equal((await fetch(new URL('/healthz', url))).status, 200);
    cli.child.kill('SIGINT');
    assert.equal((await cli.ended).code, 0);
  });
});

async function untilFirstChildren(pid: number): Promise<readonly ProcessIdentity[]> {
  for (;;) {
    const children = await descendantsOf(pid);
    if (children.length > 0) return children;
    await sleep(20);
  }
}

/** Those that are still there when the kernel has had time to end what belonged to an ended process. */
async function afterAWhile(processes: readonly ProcessIdentity[]): Promise<readonly ProcessIdentity[]> {
  for (let attempt = 1; ; attempt += 1) {
    const alive = await stillAlive(processes);
    if (alive.length === 0 || attempt > 20) return alive;
    await sleep(100);
  }
}
