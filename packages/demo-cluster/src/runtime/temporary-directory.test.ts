import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { TemporaryDirectory } from './temporary-directory.ts';

test('goes when it is closed', async () => {
  const listeners = process.listenerCount('exit');
  const directory = await TemporaryDirectory.create();
  assert.ok(existsSync(directory.path));
  await directory.close();
  assert.ok(!existsSync(directory.path));
  assert.equal(process.listenerCount('exit'), listeners);
});

test('goes with a process that does not wait', async () => {
  const module = JSON.stringify(new URL('temporary-directory.ts', import.meta.url));
  const script = `
    const { TemporaryDirectory } = await import(${module});
    const { path } = await TemporaryDirectory.create();
    process.stdout.write(path, () => process.exit(0));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  assert.match(stdout, /podbay-demo-/);
  assert.ok(!existsSync(stdout));
});
