import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const [english, chinese] = ['README.md', 'README.zh-CN.md'].map(name =>
  readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'),
);

/** What both languages have in common: where links and pictures lead, and what is to be typed. */
function commonParts(text = ''): { readonly links: readonly string[]; readonly commands: readonly string[] } {
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
  const commands = [...text.matchAll(/^```\n(.*?)^```/gms)].flatMap(([, block = '']) => block.split('\n'));
  return {
    links: links.filter(link => !link.startsWith('README')),
    commands: commands.map(line => line.replace(/ +#.*/, '')),
  };
}

test('the READMEs lead to the same places and name the same commands', () => {
  assert.ok(commonParts(english).links.length > 5);
  assert.ok(commonParts(english).commands.length > 5);
  assert.deepEqual(commonParts(chinese), commonParts(english));
});

test('the READMEs have the same sections and the same points', () => {
  const shape = (text = '') => text.match(/^(?:#+|-|\|)(?= )/gm);
  assert.deepEqual(shape(chinese), shape(english));
});
