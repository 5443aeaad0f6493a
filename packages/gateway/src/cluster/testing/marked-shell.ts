import { spawn as spawnChild } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type IPty, spawn } from '@lydell/node-pty';
import { parseReapReport, type ReapMode, type ReapReport, reapCommand } from '../reap-script.ts';
import { startCommand } from '../shell.ts';
import { type Announcement, AnnouncementFilter } from '../start-announcement.ts';
import { waitUntil } from './wait-until.ts';

/** A shell on a terminal of this machine, started as in a container. */
export interface MarkedShell {
  readonly pid: number;
  readonly announcement: Announcement;
  /** All output, without the announcement. */
  output(): string;
  type(text: string): void;
  /** Waits until the output has `text`. */
  expect(text: string): Promise<void>;
  readonly exited: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>;
  kill(): void;
}

export interface MarkedShellOptions {
  readonly marker: string;
  /** The program to start as `sh`; default `sh`. */
  readonly sh?: string;
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Resolves once it has announced itself. */
export async function startMarkedShell(options: MarkedShellOptions): Promise<MarkedShell> {
  const argv = startCommand(options.marker, options.command ?? []);
  // What the person at this machine has set up takes no part, and gets no history.
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: tmpdir(),
    HISTFILE: '/dev/null',
    PS1: '$ ',
    ...options.env,
  };
  const pty: IPty = spawn(options.sh ?? 'sh', argv.slice(1), { env, encoding: null, cols: 120, rows: 40 });
  const seen: { announcement?: Announcement; output: string } = { output: '' };
  const filter = new AnnouncementFilter(options.marker, announcement => {
    seen.announcement = announcement;
  });
  pty.onData(data => {
    seen.output += filter.filter(Buffer.from(data)).toString();
  });
  const exited = new Promise<{ exitCode: number; signal?: number | undefined }>(resolve =>
    pty.onExit(resolve),
  );
  await waitUntil(() => seen.announcement !== undefined);
  return {
    pid: pty.pid,
    announcement: seen.announcement as Announcement,
    output: () => seen.output,
    type: text => pty.write(text),
    expect: text => waitUntil(() => seen.output.includes(text)),
    exited,
    kill: () => pty.kill('SIGKILL'),
  };
}

export interface RunReaperOptions {
  readonly sh: string;
  readonly marker: string;
  readonly pid: number;
  readonly mode: 'look' | ReapMode;
  readonly path?: string;
}

/** Runs the reaper's script here, with `sh` as the shell. */
export async function runReaper(options: RunReaperOptions): Promise<ReapReport> {
  const argv = reapCommand(options.marker, options.pid, options.mode);
  const child = spawnChild(options.sh, argv.slice(1), {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: options.path ?? process.env.PATH ?? '' },
  });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const output = Buffer.concat(chunks).toString();
  const report = parseReapReport(output);
  if (report === undefined) throw new Error(`no report: ${output}`);
  return report;
}

/** Tells whether a process runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}
