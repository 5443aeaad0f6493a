import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { listProcesses } from './process-list.ts';

const program = `
  const { createRuntime } = await import(${JSON.stringify(new URL('create-runtime.ts', import.meta.url).href)});
  const { images } = await import(${JSON.stringify(new URL('images.ts', import.meta.url).href)});
  const runtime = await createRuntime();
  const env = { MARKER: process.env.MARKER };
  const spec = { namespace: 'n', pod: 'p', podUid: 'u', container: 'c', env, tty: false, stdin: false };
  for (const image of [images.web, images.api]) {
    const container = await runtime.startContainer({ ...spec, image: image.name });
    const shell = await container.exec({ command: ['sh', '-c', 'sleep 1000'], tty: true, stdin: true });
    shell.listen({ handleOutput() {}, handleDrain() {}, handleExit() {} });
  }
  console.log(runtime.isolation);
`;

describe('a runtime that is killed', { skip: process.platform !== 'linux' }, () => {
  it('takes its containers along', { timeout: 20_000 }, async t => {
    const marker = `sudden-death-${process.pid}`;
    const child = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', program], {
      env: { ...process.env, MARKER: marker },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [isolation] = await once(child.stdout, 'data');
    const marked = () =>
      listProcesses(async pid => pid !== child.pid).then(all =>
        all.filter(info => info.environment.MARKER === marker),
      );
    if (!String(isolation).startsWith('Linux namespaces')) {
      child.kill('SIGKILL');
      t.skip('this machine allows no namespaces');
      return;
    }
    const before = await marked();
    assert.ok(before.length >= 6, `${before.length} processes`);
    child.kill('SIGKILL');
    await once(child, 'close');
    while ((await marked()).length > 0) await delay(20);
    const [directory] = before.flatMap(info => /\S+podbay-demo-[\w-]+\/root/.exec(info.command) ?? []);
    if (directory !== undefined) await rm(dirname(directory), { recursive: true });
  });
});
