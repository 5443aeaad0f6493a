import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runCli } from './testing/run-cli.ts';
import { version } from './version.ts';

const good = `
apiVersion: v1
kind: Config
clusters: [{ name: c, cluster: { server: 'http://127.0.0.1:9' } }]
users: [{ name: u, user: { token: t } }]
contexts: [{ name: one, context: { cluster: c, user: u } }, { name: two, context: { cluster: c, user: u } }]
current-context: one
`;

describe('what can go wrong is told in one line', { concurrency: 3 }, () => {
  const taken = createServer();
  let directory = '';
  let file: (name: string) => string;
  let port = 0;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'podbay-test-'));
    file = name => join(directory, name);
    await writeFile(file('good'), good);
    await writeFile(file('broken'), 'contexts: [}');
    await writeFile(file('empty'), '');
    await new Promise<void>(resolve => taken.listen(0, '127.0.0.1', resolve));
    port = (taken.address() as AddressInfo).port;
  });

  after(async () => {
    taken.close();
    await rm(directory, { recursive: true });
  });

  interface Case {
    readonly name: string;
    readonly args: () => readonly string[];
    readonly env?: () => Readonly<Record<string, string>>;
    readonly code: number;
    readonly says: RegExp;
  }

  const cases: readonly Case[] = [
    {
      name: 'a wrong flag',
      args: () => ['--prot', '1'],
      code: 2,
      says: /unknown option '--prot' \(Did you mean --port\?\)/,
    },
    {
      name: 'a wrong flag of a command',
      args: () => ['exec', 'p', '--nope'],
      code: 2,
      says: /unknown option '--nope'/,
    },
    {
      name: 'a flag of another command',
      args: () => ['exec', 'p', '--port', '1'],
      code: 2,
      says: /unknown option '--port'$/,
    },
    {
      name: 'a wrong port',
      args: () => ['--port', '70000'],
      code: 2,
      says: /'70000' is invalid. Expected 0 to 65535/,
    },
    { name: 'an unknown command', args: () => ['sevre'], code: 2, says: /unknown command 'sevre'/ },
    { name: 'no pod', args: () => ['exec'], code: 2, says: /missing required argument 'pod'/ },
    {
      name: 'no kubeconfig there',
      args: () => ['--kubeconfig', file('none')],
      code: 1,
      says: /can't read kubeconfig .*none: no such file/,
    },
    { name: 'a directory', args: () => ['--kubeconfig', directory], code: 1, says: /it is a directory/ },
    {
      name: 'a broken kubeconfig',
      args: () => ['--kubeconfig', file('broken')],
      code: 1,
      says: /broken: not valid YAML/,
    },
    {
      name: 'an empty kubeconfig',
      args: () => ['--kubeconfig', file('empty')],
      code: 1,
      says: /empty: no contexts in it/,
    },
    {
      name: 'a $KUBECONFIG that is not there',
      args: () => ['--no-open'],
      env: () => ({ KUBECONFIG: file('none') }),
      code: 1,
      says: /none does not exist/,
    },
    {
      name: 'no kubeconfig for exec',
      args: () => ['exec', 'p'],
      code: 1,
      says: /no kubeconfig: .* does not exist/,
    },
    {
      name: 'an unknown context',
      args: () => ['--kubeconfig', file('good'), '--context', 'three'],
      code: 1,
      says: /no context three; there are: one, two/,
    },
    {
      name: 'an unknown context for exec',
      args: () => ['exec', 'p', '--kubeconfig', file('good'), '--context', 'x'],
      code: 1,
      says: /no context x/,
    },
    {
      name: 'a port in use',
      args: () => ['--kubeconfig', file('good'), '--port', String(port)],
      code: 1,
      says: /127.0.0.1:\d+ is in use; choose another/,
    },
    {
      name: 'a port in use, for the demo cluster',
      args: () => ['--demo', '--port', String(port), '--no-open'],
      code: 1,
      says: /127.0.0.1:\d+ is in use; choose another/,
    },
    {
      name: 'an address of others',
      args: () => ['--kubeconfig', file('good'), '--host', '127.0.0.1.1', '--port', '0'],
      code: 1,
      says: /this machine has no such address/,
    },
    {
      name: 'a pod that is no name',
      args: () => ['exec', '../../x?', '--kubeconfig', file('good')],
      code: 1,
      says: /pod ".*" is not a valid name/,
    },
    {
      name: 'an unreachable cluster to serve',
      args: () => ['--kubeconfig', file('good'), '--port', '0', '--no-open'],
      code: 1,
      says: /The cluster at 127.0.0.1:9 can't be reached/,
    },
    {
      name: 'an unreachable cluster',
      args: () => ['exec', 'p', '--kubeconfig', file('good')],
      code: 1,
      says: /The cluster at 127.0.0.1:9 can't be reached/,
    },
    {
      name: 'a demo port in use',
      args: () => ['demo', '--port', String(port)],
      code: 1,
      says: /127.0.0.1:\d+ is in use/,
    },
  ];

  for (const { name, args, env, code, says } of cases) {
    test(name, async () => {
      const result = await runCli(args(), { env: env?.() ?? {} });
      const lines = result.stderr.split('\n');
      assert.deepEqual({ code: result.code, stdout: result.stdout.toString() }, { code, stdout: '' });
      assert.match(lines[0] ?? '', says);
      assert.deepEqual(lines.slice(1), ['']);
    });
  }

  test('help and version are no failure', async () => {
    const [help, ofExec, versionResult, afterFlag] = await Promise.all([
      runCli(['--help']),
      runCli(['exec', '--help']),
      runCli(['--version']),
      runCli(['--no-open', '--version']),
    ]);
    assert.match(help.stdout.toString(), /--port <n>.*--no-open.*exec.*Examples:/s);
    assert.match(ofExec.stdout.toString(), /--namespace.*Examples:/s);
    assert.equal(versionResult.stdout.toString(), `${version}\n`);
    assert.equal(afterFlag.stdout.toString(), `${version}\n`);
    assert.deepEqual([help.code, ofExec.code, versionResult.code, afterFlag.code], [0, 0, 0, 0]);
  });
});
