import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from './config-file.ts';

test('snippets are names and texts', () => {
  const text =
    'snippets:\n  - name: Last lines\n    text: tail -n {{lines=100}} {{file}}\n  - {name: two, text: "a\\nb"}\n';
  assert.deepEqual(parseConfig(text, 'x.yaml').snippets, [
    { name: 'Last lines', text: 'tail -n {{lines=100}} {{file}}' },
    { name: 'two', text: 'a\nb' },
  ]);
});

const mistakes: readonly (readonly [string, string])[] = [
  ['snippets: ls', 'x.yaml: snippets: must be a list of {name, text}'],
  ['snippets: [{name: a}]', 'x.yaml: snippets.0.text: must be a text'],
  ['snippets: [{name: " ", text: ls}]', 'x.yaml: snippets.0.name: must not be empty'],
];

for (const [text, message] of mistakes)
  test(`${text} is a mistake`, () => assert.throws(() => parseConfig(text, 'x.yaml'), { message }));
