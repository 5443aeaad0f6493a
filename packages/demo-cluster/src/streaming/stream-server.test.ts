import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { images } from '../runtime/images.ts';
import { startTestContainer } from '../runtime/runtime-test-bed.ts';
import { type StreamTestBed, startStreamTestBed } from './stream-test-bed.ts';

const paths = ['A', 'B', 'C'] as const;
const translated = ['v5.channel.k8s.io'];
const passedThrough = ['v4.channel.k8s.io'];
const quiet = ['sh', '-c', 'echo ready; sleep 1000'];

describe('streams', () => {
  let bed: StreamTestBed;
  before(async () => {
    bed = await startStreamTestBed({ unreachableWaitMs: 50 });
  });
  after(() => bed.close());

  it('choose the subprotocol', async () => {
    const table = [
      { path: 'A', protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'], chosen: 'v5.channel.k8s.io' },
      { path: 'B', protocols: ['v4.channel.k8s.io', 'v5.channel.k8s.io'], chosen: 'v5.channel.k8s.io' },
      { path: 'C', protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'], chosen: 'v4.channel.k8s.io' },
      { path: 'A', protocols: ['v4.channel.k8s.io'], chosen: 'v4.channel.k8s.io' },
    ] as const;
    for (const { path, protocols, chosen } of table) {
      const client = await bed.open({ path, protocols, command: ['true'] });
      assert.equal(client.webSocket.protocol, chosen);
      await client.untilClosed();
    }
    for (const protocols of [[], ['channel.k8s.io'], ['v3.channel.k8s.io']]) {
      const refusal = await bed.refusal({ protocols });
      assert.deepEqual(refusal, { statusCode: 403, contentType: undefined, body: '' });
    }
    assert.equal((await bed.refusal({ path: 'C', protocols: translated })).statusCode, 403);
  });

  it('say "connected" on the lowest writable channel', async () => {
    const table = [
      [{ stdout: true, stderr: true }, 1],
      [{ stdout: false, stderr: true }, 2],
      [{ stdout: false, stderr: false }, 3],
    ] as const;
    for (const [streams, channel] of table) {
      const client = await bed.open({ ...streams, command: ['true'] });
      await client.untilClosed();
      assert.deepEqual([...(client.frames[0] ?? [])], [channel]);
    }
  });

  it('end with a status after the last byte, then close 1000', async () => {
    for (const path of paths) {
      const client = await bed.open({ path, command: ['sh', '-c', 'seq 1 20000; echo oops >&2; exit 3'] });
      assert.equal(await client.untilClosed(), 1000);
      assert.ok(client.text().endsWith('\n20000\n'));
      assert.equal(client.text(2), 'oops\n');
      assert.deepEqual(client.status?.details?.causes, [{ reason: 'ExitCode', message: '3' }]);
      assert.equal(client.frames.at(-1)?.[0], 3);
      assert.ok(client.frames.every(frame => frame.length <= 32 * 1024 + 1));
    }
  });

  it('deliver every byte before the status, many times', async () => {
    for (let round = 0; round < 10; round++) {
      const client = await bed.open({ tty: true, command: ['sh', '-c', 'seq 1 50000; exit'] });
      assert.equal(await client.untilClosed(), 1000);
      assert.equal(client.bytes(1).length, 338_894);
      assert.equal(client.status?.status, 'Success');
    }
  });

  it('lose the output of a terminal without stdin on path C, and never end where it is more than the kernel keeps', async () => {
    const short = await bed.open({ path: 'C', tty: true, stdin: false, command: ['echo', 'unseen'] });
    assert.equal(await short.untilClosed(), 1000);
    assert.deepEqual([short.text(), short.status?.status], ['', 'Success']);
    const long = await bed.open({ path: 'C', tty: true, stdin: false, command: ['seq', '1', '50000'] });
    await assert.rejects(long.untilClosed(500));
    assert.equal(long.text(), '');
    long.webSocket.terminate();
  });

  it('tell errors where the path says', async () => {
    const lookups = [
      [{ type: 'not-running' }, 'container not found ("web")', 500],
      [{ type: 'pod-gone' }, 'pod does not exist', 404],
    ] as const;
    for (const [lookup, text, statusCode] of lookups) {
      for (const path of ['B', 'C'] as const) {
        assert.deepEqual(await bed.refusal({ path, lookup }), {
          statusCode,
          contentType: 'text/plain',
          body: text,
        });
      }
      const client = await bed.open({ path: 'A', lookup });
      assert.equal(await client.untilClosed(), 1000);
      assert.equal(client.status?.message, `Internal error occurred: unable to upgrade connection: ${text}`);
    }
  });

  it('wait for an unreachable node, then tell', async () => {
    const lookup = { type: 'node-unreachable', address: '10.0.0.9:10250' } as const;
    const refusal = await bed.refusal({ path: 'B', lookup });
    assert.equal(refusal.statusCode, 500);
    assert.equal(
      JSON.parse(refusal.body).message,
      'error dialing backend: dial tcp 10.0.0.9:10250: i/o timeout',
    );
    const client = await bed.open({ path: 'A', lookup, command: ['sh'] });
    assert.deepEqual([...(client.frames[0] ?? [1])], [1]);
    assert.equal(await client.untilClosed(), 1000);
    const post = 'Post "https://10.0.0.9:10250/exec/shop/web-1/web?command=sh&error=1&input=1&output=1"';
    const dial = 'dial tcp 10.0.0.9:10250: i/o timeout';
    assert.equal(client.status?.message, `Internal error occurred: error sending request: ${post}: ${dial}`);
  });

  it('prefix a missing program’s error once, and twice behind a translator', async () => {
    for (const path of paths) {
      const client = await bed.open({ path, command: ['nope'] });
      assert.equal(await client.untilClosed(), 1000);
      const prefix = path === 'C' ? '' : 'Internal error occurred: ';
      const message = `Internal error occurred: ${prefix}error executing command in container: failed to exec in container`;
      assert.ok(client.status?.message?.startsWith(message));
      assert.match(
        client.status?.message ?? '',
        /exec: "nope": executable file not found in \$PATH: unknown$/,
      );
      assert.equal(client.status?.reason, 'InternalError');
    }
  });

  it('need at least one stream', async () => {
    const streams = { stdin: false, stdout: false, stderr: false };
    const body = 'you must specify at least 1 of stdin, stdout, stderr';
    assert.deepEqual(await bed.refusal({ ...streams, path: 'B' }), {
      statusCode: 400,
      contentType: 'text/plain',
      body,
    });
    const client = await bed.open({ ...streams, path: 'A' });
    await client.untilClosed();
    assert.ok(client.status?.message?.endsWith(body));
  });

  it('half-close stdin on v5 only', async () => {
    for (const path of paths) {
      const client = await bed.open({ path, command: ['cat'] });
      client.type('some input');
      client.send(255, [0]);
      client.type('too late on v5');
      if (path === 'C') {
        await client.untilText('some inputtoo late on v5');
        assert.equal(client.closeCode, undefined);
        client.webSocket.terminate();
      } else {
        assert.equal(await client.untilClosed(), 1000);
        assert.equal(client.text(), 'some input');
      }
    }
  });

  it('close when a CLOSE frame is malformed on v5, and ignore it on v4', async () => {
    for (const payload of [[], [0, 0], [5], [255]]) {
      const client = await bed.open({ path: 'B', command: quiet });
      client.send(255, payload);
      assert.equal(await client.untilClosed(), 1000);
      assert.equal(client.status, undefined);
      const old = await bed.open({ path: 'C', command: ['cat'] });
      old.send(255, payload);
      old.type('still here');
      await old.untilText('still here');
      old.webSocket.terminate();
    }
  });

  it('ignore empty messages, unknown channels and channels that are not the client’s', async () => {
    const client = await bed.open({ command: ['cat'], stderr: false });
    client.webSocket.send(Buffer.alloc(0));
    for (const channel of [1, 2, 3, 5, 9, 254]) client.send(channel, 'nobody reads this');
    client.send(255, [4]);
    client.send(4, 'later resizes fail harmlessly');
    client.webSocket.send('\0text is bytes too');
    await client.untilText('text is bytes too');
    assert.equal(client.text(), 'text is bytes too');
    client.webSocket.terminate();
  });

  it('discard what was not asked for', async () => {
    const client = await bed.open({
      stdin: false,
      stderr: false,
      command: ['sh', '-c', 'cat; echo out; echo err >&2'],
    });
    client.type('input');
    assert.equal(await client.untilClosed(), 1000);
    assert.equal(client.text(), 'out\n');
    assert.equal(client.text(2), '');
  });

  it('ignore the end of stdin on a terminal', async () => {
    const client = await bed.open({ tty: true, command: ['sh'] });
    client.send(255, [0]);
    await delay(100);
    assert.equal(client.closeCode, undefined);
    client.webSocket.terminate();
  });

  it('resize terminals, whatever the keys’ case and the messages’ bounds', async () => {
    const client = await bed.open({ tty: true, command: ['bash', '--norc'] });
    client.send(4, '{"Width":120,"Heig');
    client.send(4, 'ht":40}\n{"width":100,"height":30}');
    client.type('stty size; exit\n');
    await client.untilClosed();
    assert.match(client.text(), /30 100\r\n/);
  });

  for (const protocols of [translated, passedThrough]) {
    const [version] = protocols;
    it(`are wedged by the resize after a bad one (${version})`, async () => {
      for (const bad of [
        '{"Width":1.5,"Height":-3}',
        '{"Width":65536}',
        '{"Width":"80"}',
        'garbage',
        '[1,2]',
        '{"Width":1e2}',
      ]) {
        const client = await bed.open({ protocols, tty: true, command: ['bash', '--norc'] });
        client.send(4, bad);
        assert.ok(await client.answersPing(), bad);
        client.send(4, '{"Width":80,"Height":24}');
        client.type('echo typed\n');
        assert.equal(await client.answersPing(100), false, bad);
        assert.doesNotMatch(client.text(), /typed/);
        client.webSocket.terminate();
      }
    });
  }

  it('are wedged by a second resize without a terminal on v5; v4 survives', async () => {
    for (const protocols of [translated, passedThrough]) {
      const client = await bed.open({ protocols, command: ['cat'] });
      for (let count = 0; count < 4; count++) client.send(4, '{"Width":80,"Height":24}');
      client.type('typed');
      const survives = protocols === passedThrough;
      assert.equal(await client.answersPing(survives ? 2_000 : 200), survives);
      if (survives) await client.untilText('typed');
      client.webSocket.terminate();
    }
  });

  it('answer no ping while stdin is not read, and go on when it is', async () => {
    const command = ['sh', '-c', 'read go < ~/gate; wc -c'];
    await bed
      .open({ command: ['sh', '-c', 'rm -f ~/gate; mkfifo ~/gate'] })
      .then(client => client.untilClosed());
    const client = await bed.open({ command });
    assert.ok(await client.answersPing());
    for (let sent = 0; sent < 40; sent++) client.send(0, Buffer.alloc(32 * 1024, 'x'));
    assert.equal(await client.answersPing(), false);
    const opener = await bed.open({ command: ['sh', '-c', 'echo go > ~/gate'] });
    await opener.untilClosed();
    await client.until(() => client.pongs > 1);
    client.send(255, [0]);
    await client.untilText(String(40 * 32 * 1024));
  });

  it('take 10 MB of stdin whole', async () => {
    const client = await bed.open({ command: ['sh', '-c', 'sha256sum | cut -c1-8; exit 9'] });
    for (let sent = 0; sent < 320; sent++) client.send(0, Buffer.alloc(32 * 1024, sent));
    client.send(255, [0]);
    assert.equal(await client.untilClosed(20_000), 1000);
    assert.match(client.text(), /^[0-9a-f]{8}\n$/);
    assert.deepEqual(client.status?.details?.causes, [{ reason: 'ExitCode', message: '9' }]);
  });

  it('do not take a binary exec for a text', async () => {
    const client = await bed.open({ command: ['printf', '\\377\\000\\303'] });
    await client.untilClosed();
    assert.deepEqual([...client.bytes(1)], [255, 0, 195]);
  });

  it('attach to the main process, and end with Success whatever its exit code', async () => {
    const command = ['sh', '-c', 'read line; echo "got $line"; exit 5'];
    const container = await startTestContainer(bed.runtime, { command, stdin: true });
    const client = await bed.open({ kind: 'attach', container });
    client.type('hello\n');
    assert.equal(await client.untilClosed(), 1000);
    assert.equal(client.text(), 'got hello\n');
    assert.equal(client.status?.status, 'Success');
    assert.equal((await container.exited).exitCode, 5);
  });

  it('tell 137 when the container is killed', async () => {
    const container = await startTestContainer(bed.runtime, {
      image: images.toolbox.name,
      tty: true,
      stdin: true,
    });
    const client = await bed.open({ container, tty: true, command: ['bash', '--norc'] });
    client.type('echo $((40 + 2))\n');
    await client.untilText('42');
    await container.stop(0);
    assert.equal(await client.untilClosed(), 1000);
    assert.deepEqual(client.status?.details?.causes, [{ reason: 'ExitCode', message: '137' }]);
  });
});
