import type { NamespaceKind } from './namespace-argv.ts';
import { findHostProgram } from './tools.ts';

const needed = [
  'sh',
  'mount',
  'umount',
  'pivot_root',
  'cp',
  'mkfifo',
  'rmdir',
  'hostname',
  'env',
  'setpriv',
  'setsid',
  'nsenter',
  'unshare',
] as const;

/** The machine's programs that set a container up, by their absolute paths. */
export type HostPrograms = Readonly<Record<(typeof needed)[number] | 'bwrap', string>>;

/** Rejects naming the first program that is missing. */
export async function findHostPrograms(kind: NamespaceKind): Promise<HostPrograms> {
  const names = kind === 'bwrap' ? ([...needed, 'bwrap'] as const) : needed;
  const entries = await Promise.all(
    names.map(async name => {
      const file = await findHostProgram(name);
      if (file === undefined) throw new Error(`this machine has no ${name}`);
      return [name, file] as const;
    }),
  );
  return { bwrap: '', ...Object.fromEntries(entries) } as HostPrograms;
}
