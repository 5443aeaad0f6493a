import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OwnSnippets, parseSnippets } from './own-snippets.ts';
import { fillTemplate, findPlaceholders } from './template.ts';

const table: readonly (readonly [string, string, string])[] = [
  ['ls', '', 'ls'],
  ['cd {{dir}}', 'dir=', 'cd DIR'],
  ['tail -n {{lines=100}} {{ file }}', 'lines=100 file=', 'tail -n LINES FILE'],
  ['{{a}} {{a=1}} {{a=2}}', 'a=1', 'A A A'],
  ['{{größe=}}', 'größe=', 'GRÖSSE'],
  [
    'kubectl get -o go-template={{.items}} {{range}}',
    'range=',
    'kubectl get -o go-template={{.items}} RANGE',
  ],
  ['{{}} {{1}} {x} {{ a.b }}', '', '{{}} {{1}} {x} {{ a.b }}'],
];

for (const [text, placeholders, filled] of table)
  test(`placeholders of ${text}`, () => {
    const found = findPlaceholders(text);
    assert.equal(found.map(({ name, initial }) => `${name}=${initial}`).join(' '), placeholders);
    const values = new Map(found.map(({ name }) => [name, name.toUpperCase()]));
    assert.equal(fillTemplate(text, values), filled);
  });

test('what is not filled in keeps its default; a value is not looked into', () => {
  assert.equal(fillTemplate('{{a=1}} {{b}} {{a}}', new Map()), '1  1');
  assert.equal(fillTemplate('{{a}}', new Map([['a', '{{b}} $& $1']])), '{{b}} $& $1');
});

function start(kept: string | null = null) {
  const memory = {
    kept,
    read: () => memory.kept,
    write: (text: string) => {
      memory.kept = text;
    },
  };
  return { memory, own: new OwnSnippets(memory) };
}

const names = (own: OwnSnippets) => own.snapshot().map(({ name }) => name);

test('own snippets are kept, changed, removed, and there again', () => {
  const { memory, own } = start();
  own.save({ name: 'b', text: 'ls' });
  own.save({ name: 'a', text: 'top' });
  own.save({ name: 'c', text: 'ls -l' }, own.snapshot().find(({ name }) => name === 'b')?.id);
  assert.deepEqual(names(own), ['a', 'c']);
  assert.deepEqual(names(start(memory.kept).own), ['a', 'c']);
  own.remove(own.snapshot()[0]?.id ?? '');
  assert.deepEqual(names(start(memory.kept).own), ['c']);
});

test('a file comes in once, and what is in it that is none is left out', () => {
  const first = start().own;
  first.save({ name: 'a', text: '{{x}}\nlines' });
  const { own } = start();
  assert.equal(own.importJson(first.exportJson()), 1);
  assert.equal(own.importJson(first.exportJson()), 0);
  assert.equal(own.snapshot()[0]?.text, '{{x}}\nlines');
  assert.equal(own.importJson('[{"name":" "},{"name":"b","text":"c"},3,null]'), 1);
  assert.deepEqual(names(own), ['a', 'b']);
  assert.equal(own.importJson('{}'), undefined);
  assert.equal(own.importJson('no JSON'), undefined);
});

test('what can not be read is nothing', () => {
  for (const kept of ['', 'x', '{}', 'null', '[3]']) assert.deepEqual(names(start(kept).own), []);
  assert.equal(parseSnippets('['), undefined);
});
