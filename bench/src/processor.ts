import { readdirSync, readFileSync } from 'node:fs';

const nanosecondsPerSecond = 1e9;

/** Node's threads that write files. */
export const fileThreads = 'libuv-worker';

/**
 * Processor seconds that a process has used so far, all its living threads together (`schedstat`, proc(5)), or those whose name is
 * `threads`.
 */
export function processorSeconds(pid: number, threads?: string): number {
  const tasks = readdirSync(`/proc/${pid}/task`).map(task => `/proc/${pid}/task/${task}`);
  const counted = tasks.filter(task => threads === undefined || read(`${task}/comm`).trim() === threads);
  if (counted.length === 0) throw new Error(`process ${pid} has no thread ${threads}`);
  const nanoseconds = counted.map(task => Number(read(`${task}/schedstat`).split(' ')[0]));
  return nanoseconds.reduce((sum, one) => sum + one, 0) / nanosecondsPerSecond;
}

/** Resident memory of a process, in bytes. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  return readFileSync(path, 'latin1');
}
