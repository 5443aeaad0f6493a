import { readdir, readFile } from 'node:fs/promises';

/** A process, told from a later one with the same id by when it was started. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTime: string;
}

interface ProcessStat extends ProcessIdentity {
  readonly parent: number;
  readonly state: string;
}

/** Everything that a process has started, and what that has, as /proc tells. */
export async function descendantsOf(pid: number): Promise<readonly ProcessIdentity[]> {
  const all = await listProcesses();
  const childrenOf = (parent: number): readonly ProcessStat[] =>
    all.filter(one => one.parent === parent).flatMap(child => [child, ...childrenOf(child.pid)]);
  return childrenOf(pid);
}

/** Those that are still there. */
export async function stillAlive(processes: readonly ProcessIdentity[]): Promise<readonly ProcessIdentity[]> {
  const all = await listProcesses();
  return processes.filter(({ pid, startTime }) =>
    all.some(one => one.pid === pid && one.startTime === startTime && one.state !== 'Z'),
  );
}

async function listProcesses(): Promise<readonly ProcessStat[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map(readStat));
  return stats.filter(stat => stat !== undefined);
}

/** See proc(5): what follows the command, which is in parentheses and may hold anything. */
async function readStat(pid: string): Promise<ProcessStat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent = ''] = fields;
  return { pid: Number(pid), state, parent: Number(parent), startTime: fields[19] ?? '' };
}
