import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { reapCommand } from './reap-script.ts';
import { isAlive, type MarkedShell, runReaper, startMarkedShell } from './testing/marked-shell.ts';
import { waitUntil } from './testing/wait-until.ts';

const shells = ['/bin/dash', '/bin/bash'].filter(path => existsSync(path));
const linux = existsSync('/proc/self/environ');
const started = new Set<number>();

after(() => {
  for (const pid of started) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

/** What a user may have left behind: what is typed, and who survives. The waits let what detaches itself do so. */
const cases: readonly (readonly [name: string, typed: string, survivors: number])[] = [
  ['an idle shell', '', 0],
  ['a program in the foreground', 'echo up-$((1+1)); sleep 300\r', 0],
  ['a background job', 'sleep 300 & echo up-$((1+1))\r', 0],
  ['a stopped job', 'sh -c "kill -STOP \\$\\$"; echo up-$((1+1))\r', 0],
  ['a nested shell with a program', 'sh -c "echo up-\\$((1+1)); sleep 300; :"\r', 0],
  ['a shell that ignores the hangup', 'trap "" HUP; echo up-$((1+1)); sleep 300\r', 0],
  ['a program under nohup', 'nohup sleep 300 >/dev/null 2>&1 </dev/null & sleep 1; echo up-$((1+1))\r', 1],
  [
    'a program in a session of its own',
    'setsid sleep 300 >/dev/null 2>&1 </dev/null & sleep 1; echo up-$((1+1))\r',
    1,
  ],
  ['a program without the marker on the same terminal', 'env -i sleep 300 & echo up-$((1+1))\r', 0],
];

async function start(sh: string, typed: string): Promise<{ shell: MarkedShell; marker: string }> {
  const marker = randomBytes(16).toString('hex');
  const shell = await startMarkedShell({ marker, sh, command: [sh] });
  started.add(shell.pid);
  if (typed !== '') {
    shell.type(typed);
    await shell.expect('up-2');
  }
  return { shell, marker };
}

describe('reaping', { skip: !linux, concurrency: 3 }, () => {
  for (const [name, typed, survivors] of cases) {
    for (const sh of shells) {
      test(`${sh}: ${name}`, async () => {
        const { shell, marker } = await start(sh, typed);
        const report = await runReaper({ sh, marker, pid: shell.announcement.pid, mode: 'hangup' });
        for (const pid of report.detached) started.add(pid);
        assert.ok(report.found.includes(shell.pid), 'the shell was found');
        assert.deepEqual(report.left, []);
        assert.equal(report.detached.length, survivors, JSON.stringify(report));
        await waitUntil(() => !isAlive(shell.pid));
        assert.ok(report.detached.every(isAlive), 'what was detached lives');
        assert.ok(!report.killed.includes(process.pid));
      });
    }
  }

  for (const detached of ['nohup', 'setsid']) {
    test(`kill spares nothing: ${detached}`, async () => {
      const { shell, marker } = await start(
        '/bin/sh',
        `${detached} sleep 300 >/dev/null 2>&1 </dev/null & sleep 1; echo up-$((1+1))\r`,
      );
      const report = await runReaper({ sh: 'sh', marker, pid: shell.pid, mode: 'kill' });
      assert.deepEqual([report.detached, report.left], [[], []]);
      assert.ok(report.found.length >= 2, JSON.stringify(report));
      assert.ok(!report.found.some(isAlive));
    });
  }

  test('two sessions in one container are told apart', async () => {
    const [one, other] = await Promise.all([start('/bin/sh', ''), start('/bin/sh', '')]);
    await runReaper({ sh: 'sh', marker: one.marker, pid: one.shell.pid, mode: 'hangup' });
    assert.ok(isAlive(other.shell.pid));
    await runReaper({ sh: 'sh', marker: other.marker, pid: other.shell.pid, mode: 'hangup' });
    assert.ok(!isAlive(other.shell.pid));
  });

  test('a process id that now belongs to somebody else is not touched', async () => {
    const { shell, marker } = await start('/bin/sh', '');
    const report = await runReaper({ sh: 'sh', marker: '0'.repeat(32), pid: shell.pid, mode: 'hangup' });
    assert.deepEqual(report, { found: [], hungUp: [], killed: [], detached: [], left: [] });
    assert.ok(isAlive(shell.pid));
    await runReaper({ sh: 'sh', marker, pid: shell.pid, mode: 'hangup' });
  });

  test('without a known process id the shell is found by its marker', async () => {
    const { shell, marker } = await start('/bin/sh', '');
    const report = await runReaper({ sh: 'sh', marker, pid: 0, mode: 'hangup' });
    assert.deepEqual(report.found, [shell.pid]);
    assert.deepEqual(report.left, []);
  });

  test('looking ends nothing, and a container without cat and sleep will do', async () => {
    for (const sh of shells) {
      const { shell, marker } = await start(sh, '');
      const bare = { sh, marker, pid: shell.pid, path: '/nonexistent' };
      assert.deepEqual((await runReaper({ ...bare, mode: 'look' })).found, [shell.pid]);
      assert.ok(isAlive(shell.pid));
      assert.deepEqual((await runReaper({ ...bare, mode: 'hangup' })).left, []);
    }
  });
});

test('the command fits into a URL that every proxy lets through', () => {
  const argv = reapCommand('0'.repeat(32), 4_194_304, 'hangup');
  const bytes = argv.map(word => `&command=${encodeURIComponent(word)}`).join('').length;
  assert.ok(bytes < 6 * 1024, `${bytes} bytes`);
});
