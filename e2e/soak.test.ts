import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenMusts, formatSoak } from './soak/report.ts';
import { soak } from './soak/soak.ts';
import { stalled, stalledBounds, stalledProblems } from './soak/stalled.ts';

const hooks = { signal: new AbortController().signal, onProgress: () => {} };
const options = {
  sessions: 119,
  concurrency: 24,
  json: false,
  only: undefined,
  stallSeconds: 10,
  cluster: undefined,
} as const;

test('sessions that end in all ways lose nothing and leave nothing', async () => {
  const result = await soak(options, hooks);
  assert.deepEqual(brokenMusts(result), [], formatSoak(result));
  assert.ok(Object.keys(result.ways).length === 19 && result.resumes > 0);
});

test('a browser that reads nothing blocks its program, and costs neither memory nor others anything', async () => {
  const result = await stalled(options, hooks);
  // How long things take is told by `npm run soak`: here other tests run beside it.
  const bounds = { ...stalledBounds, interruptMs: 10_000, echoMs: 5_000 };
  assert.deepEqual(stalledProblems(result, bounds), [], JSON.stringify(result));
});
