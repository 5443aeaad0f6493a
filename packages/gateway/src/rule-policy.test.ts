import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Policy } from './policy/policy.ts';
import { RulePolicy } from './rule-policy.ts';
import type { SessionQuestion } from './session-policy.ts';

const question: SessionQuestion = {
  access: 'terminal',
  user: {
    id: 'oidc:ada',
    name: 'ada',
    groups: ['dev'],
    identity: { type: 'gateway' },
    ended: new AbortController().signal,
  },
  target: { context: 'prod', namespace: 'shop', pod: 'web-1', container: 'app' },
  command: [],
  facts: { uid: 'u-1', image: 'web:1', node: 'node-a', labels: { app: 'web' }, os: undefined },
};

const readOnly: Policy = {
  otherwise: 'deny',
  rules: [
    {
      name: 'look',
      match: { group: ['dev'], image: ['web:*'], user: ['ada'], context: ['prod'] },
      effect: 'allow',
      restrictions: { readOnly: true, maxLifetimeMs: 1000, shells: [['bash']], record: 'always' },
    },
  ],
};

test('what is allowed is allowed with its restrictions', () => {
  const verdict = new RulePolicy(readOnly).judge(question);
  assert.deepEqual(verdict, {
    type: 'allowed',
    restrictions: { readOnly: true, noPaste: false, noUpload: false },
    maxLifetimeMs: 1000,
    shells: [['bash']],
    record: true,
    decision: {
      effect: 'allow',
      rule: 1,
      name: 'look',
      restrictions: { readOnly: true, maxLifetimeMs: 1000, shells: [['bash']], record: 'always' },
    },
  });
});

test('what is denied says so in the words of its rule, or in its own', () => {
  const policy = new RulePolicy(readOnly);
  policy.replace({ otherwise: 'deny', rules: [] });
  const byDefault = policy.judge(question);
  assert.ok(byDefault.type === 'denied');
  assert.partialDeepStrictEqual(byDefault.refusal, { code: 'forbidden', details: { rule: 'the default' } });
  policy.replace({
    otherwise: 'allow',
    rules: [{ match: {}, effect: 'deny', message: 'Ask ops.', restrictions: {} }],
  });
  const byRule = policy.judge(question);
  assert.ok(byRule.type === 'denied');
  assert.partialDeepStrictEqual(byRule.refusal, { message: 'Ask ops.', details: { rule: 'rule 1' } });
});
