import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ShellKind } from './images/image.ts';

const run = promisify(execFile);

/** Where the machine's own programs are; nothing else of the machine is ever offered to a container. */
const hostDirectories = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

const basic = `sh dash [ awk base64 basename cat chgrp chmod chown clear cmp comm cp cut date dd df diff dirname du echo egrep env
  expand expr false fgrep find flock fold free getent getopt grep groups gunzip gzip head hexdump hostname id infocmp install join
  kill less link ln ls md5sum mkdir mkfifo mktemp more mv nice nl nohup nproc od paste pgrep pidof pkill printenv printf ps pwd
  readlink realpath reset rm rmdir script sed seq setsid sha256sum sleep sort split stat stty sync tac tail tar tee test timeout top
  touch tput tr true truncate tsort tty uname uniq unlink uptime vi watch wc which whoami xargs yes zcat`;
const comfortable = `bash vim view nano iconv locale numfmt tic toe xxd column rev bc shuf pr lsof sha1sum cksum`;
const diagnostic = `curl wget dig host nslookup ping ip ss netstat traceroute tracepath tcpdump strace lsof jq python3 perl openssl nc
  htop git gdb mtr telnet file tree rsync socat xz bzip2 unzip vmstat pmap pstree slabtop`;

const names: Readonly<Record<Exclude<ShellKind, 'none'>, string>> = {
  sh: basic,
  alpine: basic,
  bash: `${basic} ${comfortable}`,
  toolbox: `${basic} ${comfortable} ${diagnostic}`,
};

/** A program's name in the container and the machine's file behind it, with every symbolic link resolved. */
export type Tools = ReadonlyMap<string, string>;

/** The machine's file for a program's name, if it has one. */
export async function findHostProgram(name: string): Promise<string | undefined> {
  for (const directory of hostDirectories) {
    const file = await realpath(join(directory, name)).catch(() => undefined);
    if (file !== undefined && isBelow(file, hostDirectories)) return file;
  }
  return undefined;
}

/** The programs that an image of this kind has on this machine. */
export async function findTools(kind: ShellKind): Promise<Tools> {
  if (kind === 'none') return new Map();
  if (kind === 'alpine') {
    const applets = await findApplets();
    if (applets.size > 0) return applets;
  }
  const wanted = names[kind].split(/\s+/);
  const files = await Promise.all(wanted.map(findHostProgram));
  const found = wanted.flatMap((name, index): [string, string][] => {
    const file = files[index];
    return file === undefined ? [] : [[name, file]];
  });
  return new Map(found);
}

async function findApplets(): Promise<Tools> {
  const busybox = await findHostProgram('busybox');
  if (busybox === undefined) return new Map();
  const { stdout } = await run(busybox, ['--list']).catch(() => ({ stdout: '' }));
  const applets = stdout.split('\n').filter(name => name !== '' && name !== 'bash');
  return applets.includes('sh') ? new Map(applets.map(name => [name, busybox])) : new Map();
}

function isBelow(file: string, directories: readonly string[]): boolean {
  return directories.some(directory => file.startsWith(`${directory}/`)) || file.startsWith('/usr/share/');
}
