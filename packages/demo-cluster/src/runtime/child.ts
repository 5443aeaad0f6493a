import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { FifoPool } from './fifo-pool.ts';
import type { LocalStreams } from './local-process.ts';

export interface SpawnOptions {
  readonly pipes: FifoPool;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Whether stdin is a pipe; else it is /dev/null. Terminals always have it. */
  readonly stdin: boolean;
  /** Whether descriptor 3 is a pipe too, read through `Spawned.report`. */
  readonly report?: boolean;
  /** `command`: the command makes a session of its own, which it can only do when it does not lead a process group yet. */
  readonly session?: 'spawn' | 'command';
}

export interface Spawned {
  readonly pid: number;
  readonly streams: LocalStreams;
  readonly report: Readable | undefined;
}

/** Starts the process with these descriptors as its stdin, stdout and stderr. */
export function startChild(options: SpawnOptions, stdio: readonly (number | 'ignore')[]): ChildProcess {
  const [file = '', ...args] = options.argv;
  return spawn(file, args, {
    env: options.env,
    cwd: options.cwd,
    detached: options.session !== 'command',
    stdio: [...stdio, options.report ? 'pipe' : 'ignore'],
  });
}

/** The reading end of the child's descriptor 3. */
export function reportOf(child: ChildProcess): Readable | undefined {
  const report = child.stdio[3];
  return report && 'read' in report ? report : undefined;
}

/** As Kubernetes reports it: 128 and the signal's number when a signal ended the process. */
export function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise(resolve => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + signalNumber(signal)));
  });
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : constants.signals[signal];
}

/** The process id; rejects when the process can't be started. */
export function whenSpawned(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? -1));
  });
}
