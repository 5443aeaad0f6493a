import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RefusalError } from '@podbay/gateway/cluster';
import { exitCodeFor } from './explain-error.ts';

test('a program that is not there gives the exit code that a shell gives', () => {
  assert.equal(exitCodeFor(new RefusalError({ code: 'command-not-found', message: 'no' })), 127);
  assert.equal(exitCodeFor(new RefusalError({ code: 'pod-not-found', message: 'no' })), 1);
  assert.equal(exitCodeFor(new Error('no')), 1);
});
