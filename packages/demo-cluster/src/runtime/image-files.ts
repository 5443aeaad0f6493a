import { chmod, chown, lchown, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Image, ImageUser } from './images/image.ts';

export interface ImageFilesOptions {
  /** Where the image's root is written. */
  readonly directory: string;
  /** The shell that runs the image's programs, as the container sees it. */
  readonly interpreter: string;
  /** Whether files can be given to the image's user. */
  readonly canChangeOwner: boolean;
}

/** Writes the files of an image: its own, and the few every Linux image has. */
export async function writeImageFiles(image: Image, options: ImageFilesOptions): Promise<void> {
  const directories = [
    '/root',
    '/home',
    '/tmp',
    '/var/tmp',
    '/var/log',
    '/run',
    '/opt',
    '/srv',
    '/mnt',
    '/usr/local/bin',
    '/usr/local/sbin',
  ];
  for (const path of [...directories, image.user.home, image.workingDir]) {
    await mkdir(join(options.directory, path), { recursive: true });
  }
  for (const path of ['/tmp', '/var/tmp']) await chmod(join(options.directory, path), 0o1777);
  for (const [path, text] of Object.entries({ ...systemFiles(image), ...image.files })) {
    await writeImageFile(
      join(options.directory, path),
      text.replace('#!interpreter', `#!${options.interpreter}`),
    );
  }
  if (!options.canChangeOwner) return;
  for (const path of [image.user.home, image.workingDir]) {
    if (path !== '/') await giveTo(image.user.uid, join(options.directory, path));
  }
}

async function writeImageFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
}

async function giveTo(uid: number, directory: string): Promise<void> {
  await chown(directory, uid, uid);
  const entries = await readdir(directory, { recursive: true });
  for (const entry of entries) await lchown(join(directory, entry), uid, uid);
}

function systemFiles(image: Image): Readonly<Record<string, string>> {
  const alpine = image.shell === 'alpine';
  return {
    '/etc/os-release': alpine ? alpineRelease : debianRelease,
    '/etc/passwd': passwd(image.user),
    '/etc/group': group(image.user),
    '/etc/resolv.conf':
      'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n',
    '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
    '/etc/profile': profile,
    '/root/.bashrc': bashrc,
    [`${image.user.home}/.bashrc`]: bashrc,
  };
}

const debianRelease = `PRETTY_NAME="Debian GNU/Linux 13 (trixie)"
NAME="Debian GNU/Linux"
VERSION_ID="13"
VERSION="13 (trixie)"
ID=debian
HOME_URL="https://www.debian.org/"
`;

const alpineRelease = `NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.22.1
PRETTY_NAME="Alpine Linux v3.22"
HOME_URL="https://alpinelinux.org/"
`;

const profile = `PS1='$ '
test "$(id -u)" = 0 && PS1='# '
export PS1
`;

const bashrc = `PS1='\\u@\\h:\\w\\$ '
alias ls='ls --color=auto' grep='grep --color=auto' ll='ls -l'
`;

function passwd(user: ImageUser): string {
  const own =
    user.uid === 0 ? '' : `${user.name}:x:${user.uid}:${user.uid}:${user.name}:${user.home}:/bin/sh\n`;
  return `root:x:0:0:root:/root:/bin/sh\n${own}nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n`;
}

function group(user: ImageUser): string {
  const own = user.uid === 0 ? '' : `${user.name}:x:${user.uid}:\n`;
  return `root:x:0:\ntty:x:5:\n${own}nogroup:x:65534:\n`;
}
