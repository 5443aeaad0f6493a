import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Recordings } from './recordings.ts';

// In a process of its own: what is made once stays.
test('a machine without WebAssembly says so when a recording is to begin, and leaves no file', async t => {
  const directory = await mkdtemp(join(tmpdir(), 'podbay-no-web-assembly-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  Reflect.deleteProperty(globalThis, 'WebAssembly');
  const recordings = new Recordings({ directory, failure: 'closed' });
  const target = { context: 'c', namespace: 'n', pod: 'p', container: 'm' };
  const subject = { session: 's', owner: 'o', user: 'u', target, command: [], onEnd: () => {} };
  const options = { size: { cols: 80, rows: 24 }, offset: 0, handleDrain: () => {} };
  assert.throws(() => recordings.begin(subject, options), /recording needs WebAssembly/);
  assert.deepEqual(await readdir(directory), []);
});
