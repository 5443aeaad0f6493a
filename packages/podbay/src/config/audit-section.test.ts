import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from './config-file.ts';

test('reads where events go', () => {
  const { audit } = parseConfig(
    'audit:\n  failure: closed\n  stdout: true\n  file: { path: /a.log, maxSize: 1Mi, keep: 3 }\n  webhook: { url: "https://a/b", tokenFile: /t }\n',
    'x.yaml',
  );
  assert.partialDeepStrictEqual(audit, {
    failure: 'closed',
    stdout: true,
    file: { path: '/a.log', maxSize: 1_048_576, maxAge: 86_400_000, keep: 3 },
    webhook: { tokenFile: '/t', maxSize: 268_435_456 },
  });
  assert.equal(audit?.webhook?.url.href, 'https://a/b');
});

const wrong: Readonly<Record<string, RegExp>> = {
  '{}': /^x: audit: must name at least one of stdout, file and webhook$/,
  '{ failure: shut, stdout: true }': /audit.failure: must be open or closed/,
  '{ file: {} }': /audit.file.path: must be a path/,
  '{ file: { path: a, maxSize: 1 } }': /audit.file.maxSize: must be 4Ki or more/,
  '{ webhook: { url: "ftp://a" } }': /audit.webhook.url: must be an address/,
};

for (const [audit, message] of Object.entries(wrong)) {
  test(`${audit} is a mistake`, () =>
    assert.throws(() => parseConfig(`audit: ${audit}`, 'x'), { name: 'CliError', message }));
}
