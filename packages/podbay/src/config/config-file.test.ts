import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { defaultLimits } from '@podbay/gateway';
import { parseConfig, readConfig } from './config-file.ts';

test('reads limits with their units', () => {
  const config = parseConfig(
    'drain: 30s\nreapMode: kill\nlimits:\n  grace: 45m\n  idle: 0\n  ring: 4Mi\n  maxSessions: 7\n',
    'x.yaml',
  );
  assert.deepEqual(config, {
    drainMs: 30_000,
    reapMode: 'kill',
    limits: { graceMs: 2_700_000, idleMs: 0, ringBytes: 4_194_304, maxSessions: 7 },
  });
  assert.deepEqual(parseConfig('', 'x.yaml'), { limits: {} });
});

test('names the file, the place and the mistake', () => {
  const cases = {
    'limits:\n  grace: soon':
      'x.yaml: limits.grace: must be a duration such as 30s, 5m, 8h or 7d, or 0, not "soon"',
    'limits:\n  grace: 30':
      'x.yaml: limits.grace: must be a duration such as 30s, 5m, 8h or 7d, or 0, not 30',
    'limits:\n  ring: 3Mi': 'x.yaml: limits.ring: must be 16Ki times a power of two, e.g. 2Mi',
    'limits:\n  maxSessions: -1': 'x.yaml: limits.maxSessions: must not be negative',
    'limits:\n  lowWatermark: 2Mi\n  highWatermark: 1Mi':
      'x.yaml: limits: lowWatermark must be below highWatermark, and highWatermark below ring',
    'reapMode: nice': 'x.yaml: reapMode: must be hangup or kill',
    'limit: {}': 'x.yaml: Unrecognized key: "limit"',
  };
  for (const [text, message] of Object.entries(cases)) {
    assert.throws(() => parseConfig(text, 'x.yaml'), { message });
  }
  assert.throws(() => parseConfig('a: [', 'x.yaml'), /^CliError: x.yaml: is not valid YAML: /);
});

test('an unreadable file is one clear line', async () => {
  await assert.rejects(readConfig('/nowhere/podbay.yaml'), {
    message: "/nowhere/podbay.yaml: can't be read: there is no such file",
  });
});

test('the documentation shows every limit with its default', async () => {
  const text = await readFile(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
  const example = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  assert.deepEqual(parseConfig(example, 'docs').limits, { ...defaultLimits });
});
