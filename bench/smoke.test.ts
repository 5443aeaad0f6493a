import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { haproxyProgram } from './src/gateways/haproxy.ts';
import { formatJson } from './src/report/json.ts';
import { runCases } from './src/run-cases.ts';
import { judge, targetNames } from './src/targets.ts';

// Whether the benchmark works; how fast anything is says nothing here.
test('each case runs, loses no byte, and has a figure for each target', { timeout: 280_000 }, async ({
  signal,
}) => {
  const progress: string[] = [];
  const { figures, failures } = await runCases(
    { only: undefined, smoke: true, cluster: undefined },
    { signal, onProgress: line => progress.push(line) },
  );
  assert.deepEqual(failures, {}, progress.join('\n'));
  const all = Object.values(figures).flatMap(contestants =>
    Object.values(contestants).flatMap(Object.values),
  );
  assert.ok(
    all.every(({ median }) => Number.isFinite(median)),
    formatJson(figures),
  );
  const expected = targetNames.filter(name => existsSync(haproxyProgram) || !name.endsWith('VsHaproxy'));
  assert.deepEqual(Object.keys(judge(figures)), expected);
  assert.deepEqual(Object.keys(JSON.parse(formatJson(figures)).targets), expected);
});
