import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
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

test('of a process that was killed goes when the next one comes, and that of a living one stays', async () => {
  const module = JSON.stringify(new URL('temporary-directory.ts', import.meta.url));
  const script = `
    const { TemporaryDirectory } = await import(${module});
    const { path } = await TemporaryDirectory.create();
    process.stdout.write(path);
    setInterval(() => {}, 1000);`;
  const start = async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return { child, path: String((await once(child.stdout, 'data'))[0]) };
  };
  const [killed, alive] = await Promise.all([start(), start()]);
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');
  assert.ok(existsSync(killed.path));
  const next = await TemporaryDirectory.create();
  await next.close();
  assert.deepEqual([existsSync(killed.path), existsSync(alive.path)], [false, true]);
  alive.child.kill('SIGKILL');
  await once(alive.child, 'exit');
  await (await TemporaryDirectory.create()).close();
  assert.ok(!existsSync(alive.path));
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
