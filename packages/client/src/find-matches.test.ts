import assert from 'node:assert/strict';
import { test } from 'node:test';
import headless from '@xterm/headless';
import { bufferText } from './buffer-text.ts';
import { findMatches, type SearchQuery, searchPattern } from './find-matches.ts';

async function screen(text: string, { cols = 20, rows = 5 } = {}) {
  const terminal = new headless.Terminal({ cols, rows, allowProposedApi: true });
  await new Promise<void>(resolve => terminal.write(text, resolve));
  return terminal;
}

const plain = { regex: false, caseSensitive: false, wholeWord: false };

const table: readonly (readonly [string, Partial<SearchQuery> & { text: string }, readonly string[]])[] = [
  ['one two One', { text: 'one' }, ['0,0+3', '0,8+3']],
  ['one two One', { text: 'one', caseSensitive: true }, ['0,0+3']],
  ['foobar foo', { text: 'foo', wholeWord: true }, ['0,7+3']],
  ['foo_ foo-', { text: 'foo', wholeWord: true }, ['0,5+3']],
  ['12345 678', { text: '\\d+', regex: true }, ['0,0+5', '0,6+3']],
  ['aaaa', { text: 'aa' }, ['0,0+2', '0,2+2']],
  ['a.c abc', { text: 'a.c' }, ['0,0+3']],
  ['a.c abc', { text: 'a.c', regex: true }, ['0,0+3', '0,4+3']],
  ['x-y [z]', { text: '-y [z' }, ['0,1+5']],
  ['a-c', { text: 'a\\-c', regex: true, wholeWord: true }, ['0,0+3']],
  ['abc', { text: 'x*', regex: true }, []],
  ['日本語 本', { text: '本' }, ['0,2+2', '0,7+2']],
  ['größe', { text: 'GRÖSSE' }, []],
  ['größe', { text: 'GRÖ' }, ['0,0+3']],
  ['first\r\nsecond', { text: 'nd' }, ['1,4+2']],
  ['0123456789012345678901234', { text: '89012' }, ['0,8+5', '0,18+5']],
  ['0123456789abcdefghijklmno', { text: 'ijkl' }, ['0,18+4']],
  ['0123456789012345678日x', { text: '8日' }, ['0,18+4']],
];

for (const [text, query, expected] of table)
  test(`${JSON.stringify(query)} in ${JSON.stringify(text)}`, async () => {
    const terminal = await screen(text);
    const pattern = searchPattern({ ...plain, ...query });
    const matches = findMatches(terminal.buffer.active, pattern, { columns: 20, limit: 100 });
    assert.deepEqual(
      matches.map(({ row, column, length }) => `${row},${column}+${length}`),
      expected,
    );
  });

test('no more than the limit', async () => {
  const terminal = await screen('xxxxxxxxxx');
  const pattern = searchPattern({ ...plain, text: 'x' });
  assert.equal(findMatches(terminal.buffer.active, pattern, { columns: 20, limit: 3 }).length, 3);
});

for (const text of ['(', '[', '\\', '(?<'])
  test(`${text} is no regular expression, yet can be looked for`, () => {
    assert.throws(() => searchPattern({ ...plain, text, regex: true }), SyntaxError);
    assert.match(`before ${text} behind`, searchPattern({ ...plain, text }));
  });

test('every character can be looked for', () => {
  for (let code = 33; code < 127; code++) {
    const text = String.fromCharCode(code);
    for (const doubled of [text, text + text])
      assert.match(doubled, searchPattern({ ...plain, text: doubled }), doubled);
  }
});

test('the text of a terminal: wrapped lines are whole, what scrolled is there, blanks at the end are not', async () => {
  const long = 'a line that is longer than the terminal';
  const terminal = await screen(`${long}\r\n\r\n日本語   \r\n${'x\r\n'.repeat(8)}`);
  assert.equal(bufferText(terminal), `${long}\n\n日本語\n${'x\n'.repeat(8)}`);
  assert.equal(bufferText(await screen('')), '');
});
