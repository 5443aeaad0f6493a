import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration, parseSize } from './units.ts';

test('reads durations', () => {
  const cases = { '0': 0, '500ms': 500, '30s': 30_000, '5m': 300_000, '8h': 28_800_000, '7d': 604_800_000 };
  for (const [text, ms] of Object.entries(cases)) assert.equal(parseDuration(text), ms, text);
  for (const bad of ['', '5', 's', '-1s', '1.5h', '1 h', '5M', '5toString', '1h30m']) {
    assert.equal(parseDuration(bad), undefined, bad);
  }
});

test('reads sizes', () => {
  const cases = { '0': 0, '512': 512, '100k': 100_000, '2Mi': 2_097_152, '384Ki': 393_216, '1G': 1e9 };
  for (const [text, bytes] of Object.entries(cases)) assert.equal(parseSize(text), bytes, text);
  for (const bad of ['', 'Mi', '2MB', '-1', '1.5Mi', '2 Mi', '2mi'])
    assert.equal(parseSize(bad), undefined, bad);
});
