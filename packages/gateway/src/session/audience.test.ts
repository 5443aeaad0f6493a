import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Audience } from './audience.ts';
import { RecordingChannel } from './testing/recording-channel.ts';
import { Viewer } from './viewer.ts';

function join(audience: Audience, end: number) {
  const channel = new RecordingChannel();
  const viewer = new Viewer({ channel, client: `client at ${end}`, offset: 0, windowBytes: 100 });
  viewer.greet({ type: 'started' });
  audience.add(viewer, end);
  const told = () => {
    const { count, answers, from } = channel.last('viewers') ?? {};
    return [count, answers, from];
  };
  return { viewer, told };
}

test('one answers: who came last, then who typed last, then who typed before', () => {
  const audience = new Audience();
  const a = join(audience, 0);
  assert.deepEqual(a.told(), [undefined, undefined, undefined], 'alone: nothing to tell');
  const b = join(audience, 10);
  const c = join(audience, 20);
  const told = () => [a, b, c].map(viewer => viewer.told());
  assert.deepEqual(told(), [
    [3, false, 20],
    [3, false, 20],
    [3, true, 20],
  ]);
  audience.activate(a.viewer, 30);
  audience.activate(a.viewer, 40);
  assert.deepEqual(told(), [
    [3, true, 30],
    [3, false, 30],
    [3, false, 30],
  ]);
  audience.delete(a.viewer, 50);
  assert.deepEqual(
    [b.told(), c.told()],
    [
      [2, false, 50],
      [2, true, 50],
    ],
  );
  audience.activate(a.viewer, 60);
  audience.delete(c.viewer, 70);
  assert.deepEqual(b.told(), [1, true, 70], 'who has left does not come back by typing');
});
