import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { Cli, runCli } from '../testing/run-cli.ts';

test('podbay demo writes a kubeconfig that works, says where, and takes it away at the end', async () => {
  await using cli = new Cli(['demo']);
  const [, path = ''] = await cli.waitFor(/^export KUBECONFIG=(.*)\n$/);
  const hostname = await runCli(['exec', 'db-0', '--', 'hostname'], { env: { KUBECONFIG: path } });
  cli.child.kill('SIGINT');
  const { code } = await cli.ended;
  assert.equal(hostname.stdout.toString(), 'db-0\n');
  assert.equal(code, 0);
  assert.equal(existsSync(path), false);
});
