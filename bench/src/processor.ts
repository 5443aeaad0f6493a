import { readdirSync, readFileSync } from 'node:fs';

const nanosecondsPerSecond = 1e9;

/** Processor seconds that a process has used so far, all its living threads together (`schedstat`, proc(5)). */
export function processorSeconds(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = tasks.map(task => Number(read(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0]));
  return nanoseconds.reduce((sum, one) => sum + one, 0) / nanosecondsPerSecond;
}

/** Resident memory of a process, in bytes. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  return readFileSync(path, 'latin1');
}
