import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';

/** A process, told apart from every other one that has had its pid, or will. */
export const ownerSchema = z.object({
  host: z.string(),
  /** Of the kernel; empty where it tells none. */
  boot: z.string(),
  pid: z.int().positive(),
  /** When it started, in whatever words the system has; empty where it tells none. */
  start: z.string(),
});

export type Owner = z.infer<typeof ownerSchema>;

/** `unknown`: it is, or was, on another machine. */
export type Life = 'alive' | 'dead' | 'unknown';

/** This process. */
export function thisProcess(): Owner {
  return { host: hostname(), boot: bootId(), pid: process.pid, start: startOf(process.pid) };
}

/** Whether a process still runs, seen from `here`. */
export function lifeOf(owner: Owner, here: Owner): Life {
  if (owner.host !== here.host) return 'unknown';
  if (owner.boot !== here.boot || !exists(owner.pid)) return 'dead';
  return startOf(owner.pid) === owner.start ? 'alive' : 'dead';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id').trim();
}

function startOf(pid: number): string {
  if (process.platform === 'win32') return '';
  if (process.platform !== 'linux') return startByPs(pid);
  const stat = read(`/proc/${pid}/stat`);
  // Field 22, in ticks since the kernel started. The second field is the name, which may hold anything but its last `)`.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function startByPs(pid: number): string {
  try {
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const argv = ['-o', 'lstart=', '-p', String(pid)];
    return execFileSync('ps', argv, { env, encoding: 'utf8', timeout: 2_000, stdio: 'pipe' }).trim();
  } catch {
    return '';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
