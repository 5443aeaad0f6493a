import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { RecordingEnd } from './file-recorder.ts';
import { Recordings } from './recordings.ts';

const target = { context: 'demo', namespace: 'shop', pod: 'web-1', container: 'app' };
const session = 'session-0123456789';
const options = { size: { cols: 80, rows: 24 }, offset: 0, handleDrain: () => {} };

function setUp(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'podbay-recordings-'));
  const directory = join(root, 'deep', 'recordings');
  t.after(() => rmSync(root, { recursive: true }));
  const recordings = new Recordings({ directory, failure: 'closed' });
  const ends: RecordingEnd[] = [];
  const begin = (owner = 'ada', id = session) => {
    const subject = { owner, session: id, user: owner, target, command: ['top', '-d 1'] };
    return recordings.begin({ ...subject, onEnd: end => ends.push(end) }, options);
  };
  return { directory, recordings, begin, ends };
}

const bytesOf = (text: string) => Buffer.from(text);

test('a recording is an asciicast that its owner alone can read', async t => {
  const { directory, recordings, begin, ends } = setUp(t);
  const { file, recorder } = begin();
  recorder.write(bytesOf('hello'));
  assert.equal(recordings.openCount, 1);
  await recordings.close();
  const path = join(directory, file);
  const [header, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n');
  assert.match(file, /^[0-9a-f]{32}\/\d{8}T\d{9}Z-session-0123456789\.cast$/);
  assert.partialDeepStrictEqual(JSON.parse(header ?? ''), {
    version: 2,
    width: 80,
    height: 24,
    title: 'shop/web-1 app',
    command: 'top -d 1',
    podbay: { session, user: 'ada', target },
  });
  assert.deepEqual(
    rows.map(row => (JSON.parse(row) as unknown[]).slice(1)),
    [['o', 'hello']],
  );
  assert.equal(statSync(path).mode & 0o777, 0o600);
  for (const folder of [join(path, '..'), directory]) assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.deepEqual([recordings.openCount, recordings.writtenBytes], [0, statSync(path).size]);
  assert.deepEqual([ends.length, ends[0]?.bytes], [1, statSync(path).size]);
});

test('a user finds the own recordings, the newest first, and nobody else’s', async t => {
  const { recordings, begin } = setUp(t);
  begin('ada', 'session-of-ada-0001');
  await new Promise(resolve => setTimeout(resolve, 5));
  begin('ada', 'session-of-ada-0002');
  begin('bob', 'session-of-bob-0001');
  await recordings.close();
  const list = await recordings.list('ada');
  assert.deepEqual(
    list.map(one => [one.session, one.target, one.bytes > 0, one.id.endsWith(one.session)]),
    ['session-of-ada-0002', 'session-of-ada-0001'].map(id => [id, target, true, true]),
  );
  const [{ id = '' } = {}] = await recordings.list('bob');
  assert.notEqual(await recordings.find('bob', id), undefined);
  assert.equal(await recordings.find('ada', id), undefined);
  assert.deepEqual(await recordings.list('eve'), []);
});

const noIds = [
  '',
  '.',
  '..',
  '../x',
  '20260301T091244120Z-../../etc/passwd',
  '20260301T091244120Z-short',
  '20269901T091244120Z-session-0123456789',
  '20260301T091244120Z-session-0123456789\n',
  `20260301T091244120Z-${'x'.repeat(65)}`,
];
for (const id of noIds) {
  test(`${JSON.stringify(id)} is no recording's id, and its session’s id none to record`, async t => {
    const { recordings, begin, directory } = setUp(t);
    assert.equal(await recordings.find('ada', id), undefined);
    const sessionId = id.slice(20);
    if (sessionId === session) return;
    assert.throws(() => begin('ada', sessionId), TypeError);
    assert.throws(() => readdirSync(directory), /ENOENT/);
  });
}

test('a file that is there is not written over', t => {
  const { begin } = setUp(t);
  t.mock.timers.enable({ apis: ['Date'] });
  begin();
  assert.throws(() => begin(), /EEXIST/);
});

test('what a crash leaves of a last line is cut at the next start, and never seen by who reads', async t => {
  const { directory, recordings, begin } = setUp(t);
  const { file, recorder } = begin();
  recorder.write(bytesOf('all of this'));
  await recordings.close();
  const path = join(directory, file);
  const whole = readFileSync(path, 'utf8');
  appendFileSync(path, '[1.000000, "o", "half a li');
  const next = new Recordings({ directory, failure: 'closed' });
  assert.equal((await next.find('ada', file.slice(33, -5)))?.bytes, whole.length);
  await next.repair();
  assert.notEqual(readFileSync(path, 'utf8'), whole, 'somebody may be writing it');
  const longAgo = Date.now() / 1000 - 61;
  utimesSync(path, longAgo, longAgo);
  await next.repair();
  assert.equal(readFileSync(path, 'utf8'), whole);
  await next.close();
});

test('a file of which not even the first line is whole is no recording', async t => {
  const { directory, recordings, begin } = setUp(t);
  const { file } = begin();
  await recordings.close();
  const path = join(directory, file);
  execFileSync('truncate', ['-s', '20', path]);
  assert.deepEqual(await recordings.list('ada'), []);
  assert.equal(await recordings.find('ada', file.slice(33, -5)), undefined);
});

/** A disk of 64 KiB; `false`: it may not be mounted here. */
function mountSmallDisk(directory: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    mkdirSync(directory, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', directory], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 5_000; !condition(); ) {
    assert.ok(Date.now() < deadline);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

test('a full disk: what is there is whole lines, and no other recording begins', async t => {
  const { directory, begin, ends } = setUp(t);
  if (!mountSmallDisk(directory)) return t.skip('may not mount a small disk');
  try {
    const { file, recorder } = begin();
    const path = join(directory, file);
    for (let i = 0; i < 8; i++) recorder.write(Buffer.alloc(16 * 1024, 'x'));
    await until(() => ends.length === 1);
    assert.match(String(ends[0]?.error), /ENOSPC/);
    await until(() => statSync(path).size === ends[0]?.bytes);
    assert.ok(readFileSync(path, 'utf8').endsWith('\n'));
    assert.throws(() => appendFileSync(join(directory, 'rest'), Buffer.alloc(128 * 1024)), /ENOSPC/);
    assert.throws(() => begin('ada', 'session-when-full-1'), /ENOSPC|no room/);
    assert.equal(readdirSync(join(path, '..')).length, 1, 'nothing is left of it');
  } finally {
    execFileSync('umount', ['-l', directory]);
  }
});
