import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide, nameRule } from './decide.ts';
import { type LabelSelector, parseLabelSelector } from './label-selector.ts';
import type { Matchers, Policy, Question, Rule } from './policy.ts';

const question: Question = {
  access: 'terminal',
  user: 'ada',
  groups: ['dev', 'shop-team'],
  context: 'prod-eu',
  namespace: 'shop',
  pod: 'web-7d9-x',
  container: 'app',
  image: 'registry.io/shop/web:1.2',
  labels: { app: 'web' },
};

function selector(text: string): LabelSelector {
  const parsed = parseLabelSelector(text);
  assert.ok(typeof parsed !== 'string');
  return parsed;
}

const matchers: readonly { readonly match: Matchers; readonly why?: RegExp }[] = [
  { match: {} },
  { match: { access: 'terminal' } },
  { match: { access: 'log' }, why: /^it is about a log, not a terminal$/ },
  { match: { user: ['bob', 'a*'] } },
  { match: { user: ['bob'] }, why: /^user ada is not bob$/ },
  { match: { group: ['ops', 'shop-*'] } },
  { match: { group: ['ops', 'sec'] }, why: /^no group of dev, shop-team is ops or sec$/ },
  { match: { context: ['prod-*'] } },
  { match: { context: ['prod'] }, why: /^context prod-eu is not prod$/ },
  { match: { namespace: ['shop'] } },
  { match: { namespace: ['kube-*'] }, why: /namespace/ },
  { match: { pod: ['web-*'] } },
  { match: { pod: ['api-*'] }, why: /pod/ },
  { match: { container: ['app'] } },
  { match: { container: ['istio-proxy'] }, why: /container/ },
  { match: { image: ['registry.io/shop/*'] } },
  { match: { image: ['docker.io/*'] }, why: /image/ },
  { match: { labels: selector('app in (web,api),!secret') } },
  { match: { labels: selector('app=api') }, why: /^the labels do not fulfil app=api$/ },
  { match: { user: ['ada'], namespace: ['bank'] }, why: /^namespace shop is not bank$/ },
];

for (const { match, why } of matchers) {
  test(`a rule for ${JSON.stringify(match)} ${why === undefined ? 'matches' : 'does not match'}`, () => {
    const rule: Rule = { match, effect: 'deny', restrictions: {} };
    const decision = decide({ otherwise: 'allow', rules: [rule] }, question);
    assert.equal(decision.effect, why === undefined ? 'deny' : 'allow');
    if (why !== undefined) assert.match(decision.passedOver[0]?.why ?? '', why);
  });
}

test('somebody without groups is in none', () => {
  const rule: Rule = { match: { group: ['*'] }, effect: 'allow', restrictions: {} };
  assert.equal(decide({ otherwise: 'deny', rules: [rule] }, { ...question, groups: [] }).effect, 'deny');
});

test('a denial restricts nothing, and says what its rule says', () => {
  const rule: Rule = {
    name: 'no',
    match: {},
    effect: 'deny',
    message: 'Ask ops.',
    restrictions: { readOnly: true },
  };
  const decision = decide({ otherwise: 'allow', rules: [rule] }, question);
  assert.deepEqual(
    [decision.restrictions, decision.message, nameRule(decision.rule)],
    [{}, 'Ask ops.', 'rule 1 (no)'],
  );
});

const globs = fc.array(fc.constantFrom('*', 'ada', 'bob', 'prod-*', 'dev', 'shop'), {
  minLength: 1,
  maxLength: 2,
});
const matches: fc.Arbitrary<Matchers> = fc.record(
  {
    access: fc.constantFrom('terminal' as const, 'log' as const),
    user: globs,
    group: globs,
    context: globs,
    namespace: globs,
    labels: fc.constantFrom(selector('app=web'), selector('!app')),
  },
  { requiredKeys: [] },
);
const rules: fc.Arbitrary<Rule> = fc.record({
  match: matches,
  effect: fc.constantFrom('allow', 'deny'),
  restrictions: fc.constantFrom({}, { readOnly: true }, { maxLifetimeMs: 1000 }),
});
const policies: fc.Arbitrary<Policy> = fc.record({
  otherwise: fc.constantFrom('allow', 'deny'),
  rules: fc.array(rules, { maxLength: 6 }),
});

test('the first that matches decides, and nothing after it matters', () => {
  fc.assert(
    fc.property(policies, policies, (policy, other) => {
      const decision = decide(policy, question);
      const deciding = policy.rules[(decision.rule?.number ?? 0) - 1];
      assert.equal(decision.effect, deciding?.effect ?? policy.otherwise);
      assert.equal(decision.passedOver.length, (decision.rule?.number ?? policy.rules.length + 1) - 1);
      if (deciding === undefined) return;
      const cut = policy.rules.slice(0, decision.passedOver.length + 1);
      assert.deepEqual(
        decide({ otherwise: other.otherwise, rules: [...cut, ...other.rules] }, question),
        decision,
      );
    }),
  );
});

test('each rule alone matches exactly where it decides', () => {
  fc.assert(
    fc.property(policies, policy => {
      const matching = policy.rules.map(
        rule => decide({ otherwise: 'deny', rules: [rule] }, question).rule !== undefined,
      );
      const first = matching.indexOf(true);
      assert.equal(decide(policy, question).rule?.number, first < 0 ? undefined : first + 1);
    }),
  );
});
