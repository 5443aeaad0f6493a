import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RefusalError } from '../errors.ts';
import { impersonationHeaders } from './impersonation.ts';

const nobody = { user: 'ada', groups: [], extra: {} };

test('names are headers, as the bytes of their UTF-8', () => {
  const headers = impersonationHeaders({
    user: 'ada@example.com',
    groups: ['dev', 'Zürich'],
    extra: { scopes: ['a', 'b'], none: [] },
  });
  assert.deepEqual(headers, {
    'Impersonate-User': 'ada@example.com',
    'Impersonate-Group': ['dev', 'ZÃ¼rich'],
    'Impersonate-Extra-scopes': ['a', 'b'],
  });
});

test('keys of extras come back as they were, whatever is in them', () => {
  for (const key of ['example.com/Team', 'a b', "it's (100%)", 'ключ', 'x\r\nImpersonate-User: admin']) {
    const [, header = ''] = Object.keys(impersonationHeaders({ ...nobody, extra: { [key]: ['v'] } }));
    assert.match(header, /^Impersonate-Extra-[a-z0-9._%A-F-]+$/);
    // As the API server reads it: lower case, then percent-decoded.
    assert.equal(decodeURIComponent(header.toLowerCase().slice('impersonate-extra-'.length)), key);
  }
});

for (const bad of [
  '',
  ' admin',
  'admin ',
  'a\r\nImpersonate-Group: system:masters',
  'a\nb',
  'a\0b',
  'a\tb',
  'a\x7f',
]) {
  test(`nobody is asked as ${JSON.stringify(bad)}`, () => {
    const places = [
      { ...nobody, user: bad },
      { ...nobody, groups: ['dev', bad] },
      { ...nobody, extra: { key: [bad] } },
    ];
    for (const place of places) assert.throws(() => impersonationHeaders(place), RefusalError);
  });
}

test('an extra without a name is refused', () => {
  assert.throws(() => impersonationHeaders({ ...nobody, extra: { '': ['v'] } }), RefusalError);
});
