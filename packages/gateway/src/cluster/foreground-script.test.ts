import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ForegroundReport, foregroundCommand, parseForegroundReport } from './foreground-script.ts';
import { type MarkedShell, startMarkedShell } from './testing/marked-shell.ts';

const shells = ['/bin/dash', '/bin/bash', '/bin/busybox'].filter(existsSync);
const started: MarkedShell[] = [];
after(() => {
  for (const shell of started) shell.kill();
});

async function look(sh: string, pid: number, path = process.env.PATH): Promise<ForegroundReport | undefined> {
  const argv = foregroundCommand(pid);
  const args = sh.endsWith('busybox') ? ['sh', ...argv.slice(1)] : argv.slice(1);
  const child = spawn(sh, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: path } });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  return parseForegroundReport(Buffer.concat(chunks).toString());
}

const cases: readonly (readonly [string, ForegroundReport])[] = [
  ['', { type: 'prompt' }],
  ['sleep 300 &', { type: 'prompt' }],
  ['sleep 300', { type: 'program', name: 'sleep' }],
  ['sleep 300 | cat', { type: 'program', name: 'sleep' }],
  ['exec sleep 300', { type: 'program', name: 'sleep' }],
  ['bash --norc', { type: 'program', name: 'bash' }],
  ["(trap '' HUP; sleep 300; true)", { type: 'program', name: 'bash' }],
  ["bash -c 'sleep 300; true'", { type: 'program', name: 'bash' }],
];

describe('who has the terminal', { skip: process.platform !== 'linux', concurrency: 3 }, () => {
  for (const [typed, expected] of cases) {
    test(`${typed || 'a prompt'}: ${JSON.stringify(expected)}`, async () => {
      const marker = randomBytes(16).toString('hex');
      const shell = await startMarkedShell({ marker, command: ['bash', '--norc'] });
      started.push(shell);
      await shell.expect('$ ');
      shell.type(`${typed}\r`);
      for (const sh of shells) {
        let seen: ForegroundReport | undefined;
        const isSeen = async () => {
          seen = await look(sh, shell.announcement.pid);
          return JSON.stringify(seen) === JSON.stringify(expected);
        };
        for (let tries = 0; tries < 40 && !(await isSeen()); tries++) await sleep(50);
        assert.deepEqual(seen, expected, sh);
      }
      shell.kill();
    });
  }

  test('without any program beside the shell', async () => {
    const marker = randomBytes(16).toString('hex');
    const shell = await startMarkedShell({ marker, command: ['bash', '--norc'] });
    started.push(shell);
    await shell.expect('$ ');
    assert.deepEqual(await look('/bin/sh', shell.announcement.pid, '/nowhere'), { type: 'prompt' });
    shell.kill();
  });

  test('of a process that is gone, or has no terminal, nothing can be told', async () => {
    assert.equal(await look('/bin/sh', 2 ** 30), undefined);
    const child = spawn('setsid', ['-w', 'sleep', '20'], { stdio: 'ignore' });
    assert.equal(await look('/bin/sh', child.pid ?? 0), undefined);
    child.kill();
  });
});

for (const output of ['', '\n', 'own\n', 'sh: not found\n'])
  test(`${JSON.stringify(output)} tells nothing`, () =>
    assert.equal(parseForegroundReport(output), undefined));

const lines: readonly (readonly [string, ForegroundReport])[] = [
  ['own\nbash\n', { type: 'prompt' }],
  ['other\nbash\n', { type: 'program', name: 'bash' }],
  ['own\nmy program\n', { type: 'program', name: 'my program' }],
];

for (const [output, expected] of lines)
  test(`${JSON.stringify(output)}: ${expected.type}`, () =>
    assert.deepEqual(parseForegroundReport(output), expected));
