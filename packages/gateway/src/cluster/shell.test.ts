import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { describe, test } from 'node:test';
import { startCommand } from './shell.ts';
import { startMarkedShell } from './testing/marked-shell.ts';

const shells = ['/bin/dash', '/bin/bash'].filter(path => existsSync(path));
const print = 'echo "[$LANG|$LC_CTYPE|$LC_ALL|$TERM]"';

/** Which LANG comes out of which locale of the image. */
const locales: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ['none', {}, '[C.UTF-8|||xterm-256color]'],
  ['LANG=C', { LANG: 'C' }, '[C.UTF-8|||xterm-256color]'],
  ['LANG=zh_CN.UTF-8', { LANG: 'zh_CN.UTF-8' }, '[zh_CN.UTF-8|||xterm-256color]'],
  ['LANG=en_US.utf8', { LANG: 'en_US.utf8', TERM: 'xterm' }, '[en_US.utf8|||xterm-256color]'],
  ['LC_CTYPE', { LC_CTYPE: 'C.UTF-8' }, '[|C.UTF-8||xterm-256color]'],
  ['LC_ALL', { LC_ALL: 'C.utf8', LANG: 'C' }, '[C||C.utf8|xterm-256color]'],
];

describe('the start command', { concurrency: 3 }, () => {
  for (const sh of shells) {
    for (const [name, env, expected] of locales) {
      test(`${sh}: locale: ${name}`, async () => {
        const shell = await startMarkedShell({ marker: newMarker(), sh, env, command: ['sh', '-c', print] });
        assert.equal((await shell.exited).exitCode, 0);
        assert.equal(shell.output(), `${expected}\r\n`);
      });
    }

    test(`${sh}: a command gets its argv as it is`, async () => {
      const command = ['printf', '<%s>', 'a b', '', '*', '$HOME', "it's", '-n'];
      const shell = await startMarkedShell({ marker: newMarker(), sh, command });
      await shell.exited;
      assert.equal(shell.output(), "<a b><><*><$HOME><it's><-n>");
    });

    test(`${sh}: a command that is not there announces so`, async () => {
      const shell = await startMarkedShell({ marker: newMarker(), sh, command: ['no-such-program'] });
      assert.equal(shell.announcement.word, 'missing');
      assert.equal((await shell.exited).exitCode, 127);
      assert.equal(shell.output(), '');
    });
  }

  test('the shell is the process that was started, and works as if started directly', async () => {
    const shell = await startMarkedShell({ marker: newMarker(), env: { PS1: 'prompt$ ' } });
    assert.deepEqual(shell.announcement, { pid: shell.pid, word: 'started' });
    shell.type('echo "pid $$"; tty >/dev/null && echo "on a terminal"\r');
    await shell.expect(`pid ${shell.pid}`);
    await shell.expect('on a terminal');
    shell.type('sleep 60; echo "code $?"\r');
    await shell.expect('sleep 60');
    await new Promise(resolve => setTimeout(resolve, 300));
    shell.type('\x03');
    shell.type('exit 3\r');
    assert.equal((await shell.exited).exitCode, 3);
  });

  test('bash is taken where there is one', { skip: !existsSync('/bin/bash') }, async () => {
    const shell = await startMarkedShell({ marker: newMarker(), sh: '/bin/dash' });
    shell.type('echo "[$BASH_VERSION]"; exit\r');
    await shell.exited;
    assert.match(shell.output(), /\[\d+\.\d/);
  });
});

test('the command fits into a URL, with room for a long one of the user', () => {
  const bytes = startCommand(newMarker(), [])
    .map(word => `&command=${encodeURIComponent(word)}`)
    .join('').length;
  assert.ok(bytes < 1536, `${bytes} bytes`);
});

function newMarker(): string {
  return randomBytes(16).toString('hex');
}
