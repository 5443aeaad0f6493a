import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from './config-file.ts';

test('reads where recordings go; without a word a session that can not be recorded is not to be had', () => {
  const text = 'policy: { rules: [{ effect: allow, record: always }] }\nrecording: { directory: /r }';
  const { policy, recording } = parseConfig(text, 'x');
  assert.deepEqual(recording, { directory: '/r', failure: 'closed' });
  assert.equal(policy?.rules[0]?.restrictions.record, 'always');
});

const wrong: Readonly<Record<string, RegExp>> = {
  '{}': /^x: recording.directory: must be a path$/,
  '{ directory: "" }': /recording.directory: must be a path/,
  '{ directory: /r, failure: shut }': /recording.failure: must be open or closed/,
};

for (const [recording, message] of Object.entries(wrong)) {
  test(`${recording} is a mistake`, () =>
    assert.throws(() => parseConfig(`recording: ${recording}`, 'x'), { name: 'CliError', message }));
}
