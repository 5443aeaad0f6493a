import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { DiskQueue, QueueFullError } from './disk-queue.ts';

function newDir(t: { after(end: () => void): void }): string {
  const dir = mkdtempSync(join(tmpdir(), 'podbay-queue-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

test('lines come out as they went in, in files of their own, which go with their last line', t => {
  const dir = newDir(t);
  const queue = new DiskQueue({ dir, maxBytes: 1e6, segmentBytes: 8 });
  for (let number = 0; number < 10; number++) queue.push(`${number}\n`);
  assert.ok(readdirSync(dir).length > 1);
  assert.equal(statSync(join(dir, '0000000001.jsonl')).mode & 0o777, 0o600);
  const seen: string[] = [];
  while (!queue.isEmpty) {
    const lines = queue.peek(3);
    seen.push(...lines);
    queue.remove(lines.length);
  }
  assert.deepEqual(seen, [...'0123456789']);
  assert.deepEqual([readdirSync(dir), queue.bytes, queue.peek(1)], [[], 0, []]);
});

test('what was not removed is there for the next, and half a line is left out', t => {
  const dir = newDir(t);
  const first = new DiskQueue({ dir, maxBytes: 1e6 });
  first.push('"a"\n');
  first.push('"b"\n');
  first.close();
  appendFileSync(join(dir, '0000000001.jsonl'), '{"cut":"of');
  const second = new DiskQueue({ dir, maxBytes: 1e6 });
  second.push('"c"\n');
  assert.deepEqual(second.peek(10), ['"a"', '"b"']);
  second.remove(2);
  assert.deepEqual(second.peek(10), ['"c"']);
  second.close();
});

test('it takes no more than it may', t => {
  const queue = new DiskQueue({ dir: newDir(t), maxBytes: 10 });
  queue.push('12345\n');
  assert.throws(() => queue.push('12345\n'), QueueFullError);
  queue.remove(queue.peek(1).length);
  queue.push('12345\n');
  queue.close();
});

test('whatever is pushed, looked at, removed and opened again: nothing is lost and the order stays', t => {
  const steps = fc.array(fc.constantFrom('push', 'push', 'take', 'reopen'), { maxLength: 60 });
  fc.assert(
    fc.property(steps, all => {
      const dir = newDir(t);
      const open = () => new DiskQueue({ dir, maxBytes: 1e6, segmentBytes: 12 });
      let queue = open();
      let pushed = 0;
      const taken: number[] = [];
      const take = () => {
        const lines = queue.peek(2);
        taken.push(...lines.map(Number));
        queue.remove(lines.length);
        return lines.length;
      };
      for (const step of all) {
        if (step === 'push') queue.push(`${pushed++}\n`);
        else if (step === 'take') take();
        else {
          queue.close();
          queue = open();
        }
      }
      while (take() > 0);
      queue.close();
      const first = [...new Set(taken)];
      assert.deepEqual(
        first,
        Array.from({ length: pushed }, (_, number) => number),
      );
    }),
    { numRuns: 60 },
  );
});
