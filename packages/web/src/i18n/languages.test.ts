import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en } from './en.ts';
import { type Language, preferredLanguage } from './preferred-language.ts';
import { zhCn } from './zh-cn.ts';

type Texts = { readonly [key: string]: string | Texts };

function flatten(texts: Texts, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  );
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/{{(\w+)/g)].map(match => match[1] ?? '').toSorted();
}

const english = flatten(en);
const chinese = new Map(flatten(zhCn));

test('every text is there in both languages', () => {
  assert.deepEqual([...chinese.keys()].toSorted(), english.map(([key]) => key).toSorted());
  assert.deepEqual(
    [...english, ...chinese].filter(([, text]) => text.trim() === ''),
    [],
  );
});

test('a translation uses the same facts', () => {
  for (const [key, text] of english)
    assert.deepEqual(placeholders(chinese.get(key) ?? ''), placeholders(text), key);
});

const table: readonly (readonly [string | null, readonly string[], Language])[] = [
  [null, [], 'en'],
  [null, ['de-DE', 'fr'], 'en'],
  [null, ['zh'], 'zh-CN'],
  [null, ['zh-Hans-CN', 'en'], 'zh-CN'],
  [null, ['fr', 'en-GB', 'zh-CN'], 'en'],
  ['zh-CN', ['en'], 'zh-CN'],
  ['klingon', ['zh-TW'], 'zh-CN'],
];

for (const [chosen, browser, expected] of table)
  test(`chosen ${chosen}, browser ${browser.join()}: ${expected}`, () =>
    assert.equal(preferredLanguage(chosen, browser), expected));
