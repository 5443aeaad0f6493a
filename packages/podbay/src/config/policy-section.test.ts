import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from './config-file.ts';

const text = `
policy:
  default: deny
  rules:
    - name: nobody in the database
      match: { namespace: shop, pod: 'db-*' }
      effect: deny
      message: Ask the database team.
    - name: developers look
      match:
        group: [dev, 'dev-*']
        labels: tier in (web, api),!secret
      effect: allow
      readOnly: true
      noPaste: true
      maxLifetime: 1h
      shells: [/bin/bash, redis-cli  -p 6379]
    - effect: allow
      match: { user: ada }
`;

test('reads rules as they are written', () => {
  const { policy } = parseConfig(text, 'x.yaml');
  assert.equal(policy?.otherwise, 'deny');
  const [first, second, third] = policy?.rules ?? [];
  assert.partialDeepStrictEqual(first, {
    name: 'nobody in the database',
    match: { namespace: ['shop'], pod: ['db-*'] },
    effect: 'deny',
    message: 'Ask the database team.',
  });
  assert.partialDeepStrictEqual(second, {
    match: { group: ['dev', 'dev-*'], labels: { text: 'tier in (web, api),!secret' } },
    restrictions: {
      readOnly: true,
      noPaste: true,
      maxLifetimeMs: 3_600_000,
      shells: [['/bin/bash'], ['redis-cli', '-p', '6379']],
    },
  });
  assert.deepEqual(third?.match, { user: ['ada'] });
  assert.deepEqual(parseConfig('policy: {}', 'x').policy, { otherwise: 'allow', rules: [] });
});

const wrong: Readonly<Record<string, RegExp>> = {
  'default: maybe': /^x: policy.default: must be allow or deny$/,
  'rules: [{ effect: forbid }]': /policy.rules.0.effect: must be allow or deny/,
  'rules: [{ effect: allow, record: sometimes }]': /policy.rules.0.record: must be always, or be left out/,
  'rules: [{ effect: allow, record: always }]':
    /^x: policy: a rule demands recordings \(record: always\), so recording.directory must say where/,
  'rules: [{ effect: deny, record: always }]': /policy.rules.0: who is denied can not be restricted/,
  'rules: [{ effect: deny, readOnly: true }]': /policy.rules.0: who is denied can not be restricted/,
  'rules: [{ effect: allow, message: Hi }]': /policy.rules.0.message: is only for those who are denied/,
  'rules: [{ effect: allow, match: { labels: "a b" } }]':
    /policy.rules.0.match.labels: "a b" is no condition/,
  'rules: [{ effect: allow, match: { user: [] } }]': /policy.rules.0.match.user: must/,
  'rules: [{ effect: allow, match: { usr: ada } }]': /policy.rules.0.match: Unrecognized key: "usr"/,
  'rules: [{ effect: allow, maxLifetime: 0 }]': /policy.rules.0.maxLifetime: must be more than 0/,
  'rules: [{ effect: allow, shells: [] }]': /policy.rules.0.shells: must name at least one/,
  'rules: [{ effect: allow, shells: [" "] }]': /policy.rules.0.shells.0: must not be empty/,
};

for (const [policy, message] of Object.entries(wrong)) {
  test(`${policy} is a mistake`, () =>
    assert.throws(() => parseConfig(`policy: { ${policy} }`, 'x'), { name: 'CliError', message }));
}
