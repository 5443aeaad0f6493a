import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matchesGlob } from './glob.ts';

const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ['prod', 'prod', true],
  ['prod', 'prod-eu', false],
  ['prod', 'a-prod', false],
  ['prod', 'Prod', false],
  ['prod-*', 'prod-', true],
  ['prod-*', 'prod-eu', true],
  ['prod-*', 'prod', false],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['**', 'a', true],
  ['*-db', 'main-db-db', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['registry.io/team/*', 'registry.io/team/web/app:1.2@sha256:ab', true],
  ['registry.io/*', 'registryxio/evil', false],
  ['web.?', 'web.1', false],
  ['[ab]', 'a', false],
  ['(a|b)+', '(a|b)+', true],
  ['ada@example.org', 'ada@exampleXorg', false],
  ['a\n*', 'a\nb', true],
];

for (const [pattern, text, matches] of cases) {
  test(`${JSON.stringify(pattern)} ${matches ? 'fits' : 'does not fit'} ${JSON.stringify(text)}`, () =>
    assert.equal(matchesGlob(pattern, text), matches));
}

test('it agrees with an anchored regular expression', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '/'), maxLength: 12 });
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });
  fc.assert(
    fc.property(patterns, letters, (pattern, text) => {
      const source = pattern.replaceAll('.', '\\.').replaceAll('*', '[^]*');
      assert.equal(matchesGlob(pattern, text), new RegExp(`^${source}$`).test(text));
    }),
    { numRuns: 2000 },
  );
});

test('a pattern of stars does not take for ever', () => {
  const startedAtMs = performance.now();
  assert.equal(matchesGlob(`${'*a'.repeat(100)}b`, 'a'.repeat(5000)), false);
  assert.ok(performance.now() - startedAtMs < 1000);
});
