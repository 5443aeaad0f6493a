import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { debugContainer, newDebugName, profilesFor } from './debug-container.ts';

const target = { context: 'test', namespace: 'shop', pod: 'web-1', container: 'web' };

/** Runs what a debug container's own process runs. */
function idle(lifetimeMs: number): ChildProcess {
  const plan = { target, image: 'busybox', lifetimeMs };
  const { command } = debugContainer({}, plan, { name: 'x', profile: 'general' }) as { command: string[] };
  const [program = '', ...args] = command;
  return spawn(program, args, { stdio: 'ignore' });
}

async function childrenOf({ pid }: ChildProcess): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('what a debug container runs by itself', () => {
  test('ends after its lifetime', async () => {
    const startedAtMs = performance.now();
    const [code] = await once(idle(900), 'exit');
    assert.equal(code, 0);
    assert.ok(performance.now() - startedAtMs >= 900);
  });

  test('ends at once when it is told to, with its sleep', {
    skip: process.platform !== 'linux',
  }, async () => {
    const child = idle(3_600_000);
    let [sleeper] = await childrenOf(child);
    for (; sleeper === undefined; [sleeper] = await childrenOf(child)) await sleep(10);
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    assert.equal(code, 0);
    for (const deadline = Date.now() + 2_000; isThere(sleeper); await sleep(10))
      assert.ok(Date.now() < deadline, 'its sleep lives on');
  });
});

test('names are Kubernetes’ own kind of names', () => {
  const names = new Set(Array.from({ length: 200 }, newDebugName));
  for (const name of names) assert.match(name, /^podbay-debug-[bcdfghj-np-tv-z2-9]{5}$/);
  assert.ok(names.size > 190);
});

const contexts: readonly (readonly [object | undefined, readonly string[]])[] = [
  [undefined, ['general', 'restricted']],
  [{ runAsNonRoot: true }, ['restricted']],
  [{ runAsNonRoot: true, runAsUser: 0 }, ['restricted']],
  [{ runAsNonRoot: true, runAsUser: 1000 }, ['general', 'restricted']],
];

for (const [securityContext, expected] of contexts)
  test(`a pod with ${JSON.stringify(securityContext)}: ${expected.join(', then ')}`, () =>
    assert.deepEqual(profilesFor({ spec: { ...(securityContext && { securityContext }) } }), expected));
