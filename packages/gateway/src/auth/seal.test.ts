import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Seal } from './seal.ts';

test('opens what it sealed, and nothing else', () => {
  const seal = new Seal();
  const sealed = seal.seal({ state: 'secret' });
  assert.deepEqual(seal.open(sealed), { state: 'secret' });
  assert.notEqual(seal.seal({ state: 'secret' }), sealed);
  assert.doesNotMatch(Buffer.from(sealed, 'base64url').toString('latin1'), /secret/);
  assert.equal(new Seal().open(sealed), undefined, 'of another gateway');
  for (let i = 0; i < sealed.length; i++) {
    const changed = `${sealed.slice(0, i)}${sealed[i] === 'A' ? 'B' : 'A'}${sealed.slice(i + 1)}`;
    assert.equal(seal.open(changed), undefined, `character ${i}`);
  }
  for (const text of ['', 'A', `${sealed}A`, `${sealed}=`, sealed.slice(0, 30), 'ä'])
    assert.equal(seal.open(text), undefined, text);
});
