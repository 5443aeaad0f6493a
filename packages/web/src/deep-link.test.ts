import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDeepLink, parseDeepLink } from './deep-link.ts';

const target = { context: 'arn:aws:eks:eu/prod #1 ä', namespace: 'shop', pod: 'web-1.a', container: 'app' };

test('a link leads back to its container, whatever the context is called', () => {
  const link = formatDeepLink(target);
  assert.equal(link, '#/arn%3Aaws%3Aeks%3Aeu%2Fprod%20%231%20%C3%A4/shop/web-1.a/app');
  assert.deepEqual(parseDeepLink(link), target);
});

test("names that can't be are left to the gateway, which says so", () => {
  const bad = { ...target, pod: '../../x?' };
  assert.deepEqual(parseDeepLink(formatDeepLink(bad)), bad);
});

for (const hash of ['', '#', '#/', '#/c/n/p', '#/c/n/p/c/x', '#c/n/p/c', '#//n/p/c', '#/%E0/n/p/c'])
  test(`${JSON.stringify(hash)} names no container`, () => assert.equal(parseDeepLink(hash), undefined));
