import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { SharedInterval } from './shared-interval.ts';

test('each is called once in a period, and no more than its share at a time', t => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.after(() => mock.timers.reset());
  const interval = new SharedInterval(1000);
  const calls = new Map<number, number>();
  let atOnce = 0;
  let most = 0;
  const stops = Array.from({ length: 200 }, (_, i) =>
    interval.add(() => {
      calls.set(i, (calls.get(i) ?? 0) + 1);
      most = Math.max(most, ++atOnce);
    }),
  );
  for (let ms = 0; ms < 3000; ms += 20) {
    atOnce = 0;
    mock.timers.tick(20);
  }
  assert.deepEqual(new Set(calls.values()), new Set([3]));
  assert.equal(calls.size, 200);
  assert.equal(most, 4);
  for (const stop of stops) stop();
});

test('who is gone is called no more, and the last one takes the timer along', t => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.after(() => mock.timers.reset());
  const interval = new SharedInterval(100);
  let [one, two] = [0, 0];
  const stopOne = interval.add(() => one++);
  const stopTwo = interval.add(() => two++);
  mock.timers.tick(100);
  stopOne();
  stopOne();
  mock.timers.tick(100);
  stopTwo();
  mock.timers.tick(1000);
  assert.deepEqual([one, two], [1, 2]);
  interval.add(() => one++);
  mock.timers.tick(100);
  assert.equal(one, 2);
});

test('a period that is too short to be parted has one slot', t => {
  mock.timers.enable({ apis: ['setInterval'] });
  t.after(() => mock.timers.reset());
  const interval = new SharedInterval(10);
  let calls = 0;
  const stop = interval.add(() => calls++);
  mock.timers.tick(30);
  assert.equal(calls, 3);
  stop();
});
