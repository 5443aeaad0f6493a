import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesLabels, parseLabelSelector } from './label-selector.ts';

const labels = { app: 'web', tier: 'front', 'podbay.dev/team': 'shop', empty: '' };

const cases: Readonly<Record<string, boolean>> = {
  'app=web': true,
  'app==web': true,
  'app = web': true,
  'app=api': false,
  'app!=api': true,
  'app!=web': false,
  'owner!=ada': true,
  'tier in (front, back)': true,
  'tier in (back)': false,
  'tier notin (back,side)': true,
  'tier notin (front)': false,
  'owner notin (ada)': true,
  'owner in (ada)': false,
  app: true,
  owner: false,
  '!owner': true,
  '!app': false,
  'podbay.dev/team=shop': true,
  'empty=': true,
  'app=': false,
  'app=web,tier in (front,back),!owner': true,
  'app=web,owner': false,
  constructor: false,
};

for (const [text, holds] of Object.entries(cases)) {
  test(`${text} ${holds ? 'holds' : 'does not hold'}`, () => {
    const selector = parseLabelSelector(text);
    assert.ok(typeof selector !== 'string', String(selector));
    assert.equal(matchesLabels(selector, labels), holds);
  });
}

const wrong = [
  '',
  ',',
  'app=web,',
  '=web',
  'app=we*b',
  'app in web',
  'tier in (a',
  'a b',
  '-a=b',
  'a=b=c',
  '!',
  `${'a'.repeat(64)}=b`,
];

for (const text of wrong) {
  test(`${JSON.stringify(text)} is no selector`, () =>
    assert.match(String(parseLabelSelector(text)), /is no condition of a label selector/));
}
