import { readdir, readFile, readlink } from 'node:fs/promises';
import type { ProcessInfo } from './runtime.ts';

/** The processes of this machine for which `belongs` holds, read from /proc (none where there is no /proc). */
export async function listProcesses(
  belongs: (pid: number) => Promise<boolean>,
): Promise<readonly ProcessInfo[]> {
  const entries = await readdir('/proc').catch((): string[] => []);
  const pids = entries.filter(entry => /^\d+$/.test(entry)).map(Number);
  const found = await Promise.all(
    pids.map(async pid => ((await belongs(pid)) ? readProcess(pid) : undefined)),
  );
  return found.filter(info => info !== undefined);
}

/** The identity of a process's namespace of this kind, e.g. `mnt:[4026532201]`; `undefined` when it is gone or not ours to see. */
export function namespaceOf(pid: number, kind: 'mnt' | 'pid'): Promise<string | undefined> {
  return readlink(`/proc/${pid}/ns/${kind}`).catch(() => undefined);
}

async function readProcess(pid: number): Promise<ProcessInfo | undefined> {
  const [command, environ] = await Promise.all([read(pid, 'cmdline'), read(pid, 'environ')]);
  // A zombie has neither; it runs no more.
  if (command === undefined || environ === undefined || command === '') return undefined;
  return { pid, command: command.split('\0').join(' ').trim(), environment: parseEnvironment(environ) };
}

function read(pid: number, file: 'cmdline' | 'environ'): Promise<string | undefined> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => undefined);
}

function parseEnvironment(environ: string): Record<string, string> {
  const entries = environ.split('\0').flatMap((entry): [string, string][] => {
    const equals = entry.indexOf('=');
    return equals > 0 ? [[entry.slice(0, equals), entry.slice(equals + 1)]] : [];
  });
  return Object.fromEntries(entries);
}
