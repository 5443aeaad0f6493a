import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, test } from 'node:test';
import { openTerminal } from '../testing/open-terminal.ts';
import { Cli, runCli } from '../testing/run-cli.ts';

const playground = { context: 'demo', namespace: 'default', pod: 'playground', container: 'shell' };

describe('podbay debug', () => {
  test('prints what a running gateway holds, as tables and as JSON', async () => {
    await using cli = new Cli(['serve', '--demo', '--port', '0', '--no-open', '--debug-port', '0']);
    const [, url = ''] = await cli.waitFor(/^Podbay is ready: (http.*)\n/);
    const [, port = ''] = /debug listener at http:\/\/127\.0\.0\.1:(\d+)\//.exec(cli.stderr) ?? [];
    const before = await runCli(['debug', '--port', port]);
    assert.match(before.stdout.toString(), /\nno sessions\n$/);
    const terminal = await openTerminal(url, playground, ['sh', '-c', 'echo here; sleep 1234']);
    const [table, json] = await Promise.all([
      runCli(['debug', '--port', port]),
      runCli(['debug', '--port', port, '--json']),
    ]);
    assert.deepEqual([table.code, table.stderr], [0, '']);
    const lines = table.stdout.toString().split('\n');
    assert.match(lines.find(line => line.startsWith('browsers')) ?? '', /^browsers +1 terminals, \d+ connec/);
    const [title = '', session = ''] = lines.slice(-3);
    assert.match(session, /^[\w-]{8} {2}running {2}demo +default\/playground\/shell .* idle,lifetime$/);
    assert.equal(title.indexOf('TARGET'), session.indexOf('default/'));
    const { sessions, resources } = JSON.parse(json.stdout.toString());
    assert.equal(sessions[0].process.sockets, 1);
    assert.equal(resources.pid, cli.child.pid);
    terminal.close();
  });

  test('says in one line where there is nobody, or somebody else', async () => {
    const other = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const somebody = await runCli(['debug', '--port', String(port)]);
    other.close();
    await once(other, 'close');
    const nobody = await runCli(['debug', '--port', String(port)]);
    assert.equal(somebody.stderr, `podbay: 127.0.0.1:${port} is not a debug listener of podbay\n`);
    assert.equal(
      nobody.stderr,
      `podbay: there is no debug listener at 127.0.0.1:${port}; podbay serve --debug-port ${port} opens it\n`,
    );
    assert.deepEqual([somebody.code, nobody.code, nobody.stdout.toString()], [1, 1, '']);
  });
});
