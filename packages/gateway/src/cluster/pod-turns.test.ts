import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PodTurns } from './pod-turns.ts';

const pod = (name: string) => ({ context: 'c', namespace: 'n', pod: name, container: 'app' });
const settled = () => new Promise<void>(resolve => setImmediate(resolve));

test('16 at once in a pod, the others in their order, and nobody waits for another pod', async () => {
  const turns = new PodTurns();
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const begin = (name: string, label: string) =>
    turns.run(pod(name), async () => {
      begun.push(label);
      await new Promise<void>(resolve => ends.push(resolve));
      if (label === 'a0') throw new Error('a0 failed');
      return label;
    });
  const all = Array.from({ length: 20 }, (_, index) => begin('a', `a${index}`));
  const failed = assert.rejects(all[0] as Promise<string>, /a0 failed/);
  const other = begin('b', 'b');
  await settled();
  assert.equal(begun.length, 17);
  assert.equal(begun.at(-1), 'b');
  ends.shift()?.();
  await failed;
  await settled();
  assert.equal(begun.at(-1), 'a16', 'who fails makes room, too');
  for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
    end();
    await settled();
  }
  assert.deepEqual(await Promise.all([...all.slice(1), other]), [
    ...begun.slice(1, 16),
    ...begun.slice(17),
    'b',
  ]);
});
