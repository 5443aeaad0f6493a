import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bareEnv } from './testing/run-cli.ts';
import { version } from './version.ts';

const launcher = fileURLToPath(new URL('../bin/podbay.js', import.meta.url));

function launch(...args: readonly string[]) {
  return spawnSync(process.execPath, [launcher, ...args], { env: bareEnv, encoding: 'utf8' });
}

test('the launcher runs the source in a clone, and passes on what it says and its exit code', () => {
  assert.equal(launch('--version').stdout, `${version}\n`);
  const wrong = launch('--prot');
  assert.deepEqual([wrong.status, wrong.stdout], [2, '']);
  assert.match(wrong.stderr, /^podbay: unknown option/);
});
