import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Heartbeat } from './heartbeat.ts';
import { FakeClock } from './testing/fake-clock.ts';
import { FakeWake } from './testing/fake-wake.ts';

function setUp() {
  const clock = new FakeClock();
  const wake = new FakeWake();
  const pings: number[] = [];
  const rtts: number[] = [];
  let deaths = 0;
  const heartbeat = new Heartbeat({
    clock,
    wake,
    intervalMs: 5000,
    silenceMs: 20_000,
    wakeSilenceMs: 5000,
    sendPing: id => pings.push(id),
    handleRtt: rtt => rtts.push(rtt),
    handleDead: () => {
      deaths += 1;
    },
  });
  const pong = (id: number) => {
    heartbeat.handleTraffic();
    heartbeat.handlePong(id);
  };
  return { clock, wake, pings, rtts, heartbeat, pong, deaths: () => deaths };
}

test('measures the round trip of each ping', () => {
  const { clock, pings, rtts, pong } = setUp();
  clock.advance(12);
  pong(1);
  clock.advance(5000);
  pong(2);
  assert.deepEqual(pings, [1, 2]);
  assert.deepEqual(rtts, [12, 12]);
});

test('a connection that says nothing after a ping is dead', () => {
  const { clock, deaths } = setUp();
  clock.advance(19_999);
  assert.equal(deaths(), 0);
  clock.advance(1);
  assert.equal(deaths(), 1);
});

test('output is a sign of life, and silence after it is noticed all the same', () => {
  const { clock, heartbeat, pings, deaths } = setUp();
  clock.advance(1000);
  heartbeat.handleTraffic();
  clock.advance(4000);
  assert.deepEqual(pings, [1, 2]);
  clock.advance(20_000);
  assert.equal(deaths(), 1);
});

test('asks nothing while nobody looks, and at once when somebody does', () => {
  const { clock, wake, pings, pong, deaths } = setUp();
  pong(1);
  wake.visible = false;
  clock.advance(60_000);
  assert.deepEqual(pings, [1]);
  wake.visible = true;
  wake.wake();
  assert.deepEqual(pings, [1, 2]);
  clock.advance(5000);
  assert.equal(deaths(), 1);
});

test('leaves nothing behind', () => {
  const { clock, wake, heartbeat } = setUp();
  heartbeat.dispose();
  assert.equal(clock.pending, 0);
  assert.equal(wake.listeners, 0);
});
