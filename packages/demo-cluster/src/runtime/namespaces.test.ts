import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createRuntime } from './create-runtime.ts';
import { images } from './images.ts';
import type { Container, Runtime } from './runtime.ts';
import { run, startTestContainer } from './runtime-test-bed.ts';

const probe = await createRuntime();
const isolated = probe.isolation.startsWith('Linux namespaces');
await probe.close();

describe('namespaces', { skip: !isolated && 'this machine allows none' }, () => {
  let runtime: Runtime;
  let container: Container;
  before(async () => {
    runtime = await createRuntime();
    container = await startTestContainer(runtime);
  });
  after(() => runtime.close());

  const sees = async (script: string) => (await run(container, script)).stdout.trim();

  it('show the container’s processes only', async () => {
    // What prepares the container gives way to its command in a moment.
    const settled = 'until grep -q ^sleep /proc/1/cmdline; do sleep 0.02; done';
    assert.equal(await sees(`${settled}; cat /proc/1/cmdline | tr "\\0" " "`), 'sleep 1000');
    assert.ok(Number(await sees('ls -d /proc/[0-9]* | wc -l')) < 8);
  });

  it('give it a host name and files of its own', async () => {
    assert.equal(await sees('hostname; cat /etc/hostname'), 'box-1\nbox-1');
    assert.equal(await sees('pwd; echo $HOME'), '/root\n/root');
    assert.match(await sees('cat /etc/os-release'), /Debian/);
  });

  it('hide the machine’s files', async () => {
    for (const path of [import.meta.dirname, process.cwd(), '/etc/shadow', '/boot']) {
      assert.equal(await sees(`test -e ${path} && echo visible`), '', path);
    }
    assert.equal(await sees('ls -A /root'), '.bashrc\nREADME');
  });

  it('let it write its own files and not the machine’s', async () => {
    assert.equal(
      await sees('echo a > /root/x && echo b > /tmp/x && echo c > /x && cat /root/x /tmp/x /x'),
      'a\nb\nc',
    );
    for (const path of ['/usr/bin/x', '/usr/lib/x', '/.host/usr/x']) {
      assert.equal(await sees(`touch ${path} 2> /dev/null && echo written`), '', path);
    }
    const other = await startTestContainer(runtime);
    assert.equal((await run(other, 'ls /root/x 2> /dev/null')).stdout, '');
    await other.stop(0);
  });

  it('make the command on a terminal the leader of its session', async () => {
    const { stdout } = await run(container, 'ps -o pid=,sid= -p $$; echo $$; echo typed > /dev/tty', {
      tty: true,
    });
    const [ids = '', pid = ''] = stdout.split('\r\n');
    assert.deepEqual(ids.trim().split(/\s+/), [pid, pid]);
    assert.match(stdout, /typed/);
  });

  it('show a debug container the processes of its target, and end with it', async () => {
    const debug = await startTestContainer(runtime, {
      pod: 'debug-1',
      shareProcessNamespaceWith: container.id,
    });
    const { stdout } = await run(debug, 'tr "\\0" " " < /proc/1/cmdline; hostname');
    assert.equal(stdout, 'sleep 1000 debug-1\n');
    assert.ok((await debug.processes()).length >= 1);
    assert.equal((await container.processes()).length, 1);
    await debug.stop(0);
    assert.deepEqual(await debug.processes(), []);
    assert.equal((await run(container, 'echo alive')).stdout, 'alive\n');
  });

  it('run the image’s program as the image’s user where users can be had', async () => {
    const api = await startTestContainer(runtime, { image: images.api.name });
    const expected = process.getuid?.() === 0 ? 'node\n/app\n' : 'root\n/app\n';
    assert.equal((await run(api, 'id -un; pwd')).stdout, expected);
    await api.stop(1_000);
  });
});
