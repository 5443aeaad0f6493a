import { lstat, mkdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ShellKind } from './images/image.ts';
import { findTools } from './tools.ts';

/**
 * How a container's root comes about. `template` is copied into a tmpfs of the container's own, then the machine's parts are bound
 * in, read-only:
 *
 *   /.host/usr, /.host/bin ...  the machine's programs, out of everybody's PATH
 *   /usr/bin                    the image's programs: links into /.host (none at all in a distroless image)
 *   /lib*, /usr/lib*, /usr/share  what those programs need
 *   /dev, /proc                 a few devices, an own devpts, the container's own processes
 *   everything else             the container's own, writable, bounded
 */
export const hostPrefix = '/.host';

const programDirectories = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64'];
const sharedDirectories = [
  '/lib',
  '/lib32',
  '/lib64',
  '/usr/lib',
  '/usr/lib32',
  '/usr/lib64',
  '/usr/libexec',
  '/usr/share',
];
/** Configuration that the machine's programs and libraries look for. */
const sharedConfiguration = [
  '/etc/ld.so.cache',
  '/etc/alternatives',
  '/etc/ssl',
  '/etc/terminfo',
  '/etc/vim',
];
const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
/** What runc makes read-only or hides, since a process of user 0 could change the machine there. */
const readOnlyProc = ['bus', 'fs', 'irq', 'sys'];
const hiddenProc = ['sysrq-trigger', 'kcore', 'keys', 'timer_list'];

export interface RootLayoutOptions {
  readonly shell: ShellKind;
  /** The template to add mount points and links to. */
  readonly template: string;
  /** The directory of links that becomes /usr/bin. */
  readonly programs: string;
  /** Where the container's root will be mounted. */
  readonly root: string;
  /** Whether binds can and must be made read-only: needed only when the container's root is the machine's root. */
  readonly privileged: boolean;
}

/** Prepares the template's mount points; returns the mounts as an fstab. */
export async function writeRootLayout(options: RootLayoutOptions): Promise<string> {
  const mounts = new MountTable(options);
  for (const path of programDirectories) await mounts.share(path, `${hostPrefix}${path}`);
  for (const path of [...sharedDirectories, ...sharedConfiguration]) await mounts.share(path, path);
  if (options.shell === 'none') await mounts.directory('/bin');
  else await linkPrograms(mounts, options);
  for (const path of ['/.old', '/proc', '/sys', '/dev/pts', '/dev/shm']) await mounts.directory(path);
  for (const device of devices) await mounts.share(`/dev/${device}`, `/dev/${device}`, 'bind');
  await mounts.link('/dev/ptmx', 'pts/ptmx');
  await mounts.link('/dev/fd', '/proc/self/fd');
  for (const [fd, name] of ['stdin', 'stdout', 'stderr'].entries())
    await mounts.link(`/dev/${name}`, `/proc/self/fd/${fd}`);
  mounts.add('devpts', '/dev/pts', 'devpts', 'newinstance,ptmxmode=0666,mode=620');
  mounts.add('proc', '/proc', 'proc', 'nosuid,nodev,noexec');
  if (options.privileged) await protectProc(mounts);
  return mounts.toString();
}

async function linkPrograms(mounts: MountTable, options: RootLayoutOptions): Promise<void> {
  await mounts.directory('/usr/bin');
  // Ours, so it has to be made read-only for users too; the flags that their own mounts may have locked are given again.
  mounts.add(options.programs, '/usr/bin', 'none', 'bind,ro,nosuid,nodev,noexec');
  await mounts.link('/usr/sbin', 'bin');
  await mounts.link('/bin', 'usr/bin');
  await mounts.link('/sbin', 'usr/bin');
}

async function protectProc(mounts: MountTable): Promise<void> {
  for (const name of readOnlyProc) if (await exists(`/proc/${name}`)) mounts.remount(`/proc/${name}`);
  for (const name of hiddenProc) {
    if (await exists(`/proc/${name}`)) mounts.add('/dev/null', `/proc/${name}`, 'none', 'bind');
  }
}

/** Writes the directory of links that is a shell kind's /usr/bin. */
export async function writePrograms(shell: ShellKind, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const [name, file] of await findTools(shell)) await symlink(hostPrefix + file, join(directory, name));
}

/** In a user namespace the files are another user's, so nobody can write them; and there a mount is bound with all below it or not. */
function bindFlags({ privileged }: RootLayoutOptions): string {
  return privileged ? 'bind,ro' : 'rbind';
}

class MountTable {
  readonly #options: RootLayoutOptions;
  readonly #lines: string[] = [];

  constructor(options: RootLayoutOptions) {
    this.#options = options;
  }

  add(source: string, path: string, type: string, flags: string): void {
    this.#lines.push(
      `${escapeSpaces(source)} ${escapeSpaces(this.#options.root + path)} ${type} ${flags} 0 0`,
    );
  }

  /** A part of procfs bound onto itself, so that it can be read-only. */
  remount(path: string): void {
    this.#lines.push(
      `${escapeSpaces(this.#options.root + path)} ${escapeSpaces(this.#options.root + path)} none bind,ro 0 0`,
    );
  }

  /** Shows the machine's `source` at `path`, if there is one; a symbolic link stays a link. */
  async share(source: string, path: string, flags = bindFlags(this.#options)): Promise<void> {
    const stats = await lstat(source).catch(() => undefined);
    if (stats === undefined) return;
    if (stats.isSymbolicLink()) return this.link(path, await readlink(source));
    if (stats.isDirectory()) await this.directory(path);
    else await this.#file(path);
    this.add(source, path, 'none', flags);
  }

  async directory(path: string): Promise<void> {
    await mkdir(join(this.#options.template, path), { recursive: true });
  }

  async link(path: string, target: string): Promise<void> {
    const file = join(this.#options.template, path);
    await mkdir(dirname(file), { recursive: true });
    await symlink(target, file);
  }

  async #file(path: string): Promise<void> {
    const file = join(this.#options.template, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, '');
  }

  toString(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

function escapeSpaces(path: string): string {
  return path.replaceAll('\\', '\\134').replaceAll(' ', '\\040').replaceAll('\t', '\\011');
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
