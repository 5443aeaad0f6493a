import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Deadlines } from './deadlines.ts';

function start(limits: { idleMs?: number; maxLifetimeMs?: number; warnMs?: number }) {
  const events: string[] = [];
  const deadlines = new Deadlines(
    { idleMs: 0, maxLifetimeMs: 0, warnMs: 30, ...limits },
    {
      onWarn: deadline => events.push(`warn ${deadline}`),
      onOver: deadline => events.push(`over ${deadline}`),
    },
  );
  return { deadlines, events };
}

test('warns, then ends', async () => {
  const startedAtMs = performance.now();
  const { events } = start({ idleMs: 80 });
  const elapsedAt: number[] = [];
  while (elapsedAt.length < 2) {
    await sleep(1);
    while (elapsedAt.length < events.length) elapsedAt.push(performance.now() - startedAtMs);
  }
  assert.deepEqual(events, ['warn idle', 'over idle']);
  // A slow machine may be late with either; none may be early. A timer may fire up to a millisecond before its time.
  const [warnedMs = 0, overMs = 0] = elapsedAt;
  assert.ok(warnedMs >= 49 && overMs >= 79, `after ${warnedMs} and ${overMs} ms`);
});

test('a key puts the idle end off and lets it warn again; it does not lengthen the lifetime', async () => {
  const { deadlines, events } = start({ idleMs: 800, maxLifetimeMs: 1200, warnMs: 300 });
  await sleep(650);
  deadlines.touch();
  while (!events.includes('over lifetime')) await sleep(5);
  assert.deepEqual(events.sort(), ['over lifetime', 'warn idle', 'warn idle', 'warn lifetime'].sort());
  deadlines.close();
});

test('0 is for ever, and after close nothing is told', async () => {
  const forever = start({});
  const closed = start({ idleMs: 10, maxLifetimeMs: 10 });
  closed.deadlines.close();
  await sleep(40);
  assert.deepEqual([...forever.events, ...closed.events], []);
});
