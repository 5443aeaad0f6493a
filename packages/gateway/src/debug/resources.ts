import { readdir, readlink } from 'node:fs/promises';
import type { ClusterInspection } from '../cluster/inspect.ts';
import type { DebugSource } from './source.ts';

/** What the process and the gateway hold, by kind. Sizes in bytes. */
export interface Resources {
  readonly pid: number;
  readonly uptimeSeconds: number;
  readonly sessions: number;
  readonly webSockets: number;
  readonly connections: number;
  readonly clusters: readonly ClusterInspection[];
  /** What keeps the event loop alive, as Node tells it: `TCPSocketWrap`, `Timeout`, …; unref'd timers are not among it. */
  readonly active: Counts;
  /** Open file descriptors by kind: `socket`, `pipe`, `file`, `[eventpoll]`, …; `null` where there is no /proc. */
  readonly descriptors: Counts | null;
  readonly memory: NodeJS.MemoryUsage;
}

export type Counts = Readonly<Record<string, number>>;

export async function readResources(source: DebugSource): Promise<Resources> {
  const [{ sessions, ...holds }, descriptors] = await Promise.all([source.inspect(), readDescriptors()]);
  return {
    pid: process.pid,
    uptimeSeconds: Math.round(process.uptime()),
    sessions: sessions.length,
    ...holds,
    active: count(process.getActiveResourcesInfo()),
    descriptors,
    memory: process.memoryUsage(),
  };
}

const directory = '/proc/self/fd';

async function readDescriptors(): Promise<Counts | null> {
  const names = await readdir(directory).catch(() => null);
  if (names === null) return null;
  // The one that the directory was read by is closed by now.
  const links = await Promise.all(names.map(name => readlink(`${directory}/${name}`).catch(() => undefined)));
  return count(links.filter(link => link !== undefined).map(kindOf));
}

/** `socket:[4711]`, `pipe:[4712]`, `anon_inode:[eventpoll]`, or a path. */
function kindOf(link: string): string {
  const [kind = '', rest = ''] = link.split(':', 2);
  if (link.startsWith('/')) return 'file';
  return kind === 'anon_inode' ? rest : kind;
}

function count(kinds: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return Object.fromEntries([...counts].sort());
}
