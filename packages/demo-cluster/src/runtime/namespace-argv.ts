import type { HostPrograms } from './host-programs.ts';
import type { Image } from './images/image.ts';
import { hostPrefix } from './root-layout.ts';
import type { SandboxCommand, SandboxOptions } from './sandbox.ts';

/** How the namespaces are made. As a user, the user is root in a user namespace that has no other user. */
export type NamespaceKind = 'unshare-as-root' | 'unshare-as-user' | 'bwrap';

/** What containerd leaves to a container's root by default. */
const capabilities =
  `chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot audit_write
  setfcap`.split(/\s+/);

const maxRootBytes = 64 * 1024 * 1024;

/**
 * Runs in the new namespaces and becomes the main process. The report (descriptor 3) is the main process's id as the machine sees
 * it (/proc is still the machine's when the id is read), or why there is none.
 */
export function setupScript(programs: HostPrograms): string {
  return `set -eu
root=$1 template=$2 mounts=$3 host=$4 program=$5
shift 5
read -r pid rest < /proc/self/stat
${programs.hostname} "$host"
${programs.mount} -t tmpfs -o size=${maxRootBytes},mode=755 container "$root"
${programs.cp} -a "$template/." "$root"
${programs.mount} -a -T "$mounts"
printf '%s\\n' "$host" > "$root/etc/hostname"
printf '127.0.0.1\\tlocalhost\\n::1\\tlocalhost ip6-localhost ip6-loopback\\n127.0.0.1\\t%s\\n' "$host" > "$root/etc/hosts"
cd "$root"
${programs.pivot_root} . .old
${hostPrefix}${programs.umount} -l /.old
${hostPrefix}${programs.rmdir} /.old
command -v -- "$program" > /dev/null || { echo "exec: \\"$program\\": executable file not found in \\$PATH" >&3; exit 127; }
unset PWD OLDPWD
echo "$pid" >&3
exec "$@" 3>&-
`;
}

export interface StartDetails {
  readonly script: string;
  readonly root: string;
  readonly template: string;
  readonly mounts: string;
  readonly options: SandboxOptions;
  /** The process whose process namespace is joined. */
  readonly neighbourPid?: number;
}

/** The command line that starts a container's main process. */
export function startArgv(
  kind: NamespaceKind,
  programs: HostPrograms,
  details: StartDetails,
): readonly string[] {
  const { options, neighbourPid } = details;
  const [program = ''] = options.argv;
  const setup = [
    programs.sh,
    '-c',
    details.script,
    'container',
    details.root,
    details.template,
    details.mounts,
  ];
  const enter = enterCommand(kind, programs, options.image, { ...options, endsWithParent: true });
  const own =
    neighbourPid === undefined ? newNamespaces(kind, programs) : joinProcesses(kind, programs, neighbourPid);
  // The container ends with this process, even when that is killed: nothing is left behind. Asked for again inside, since a change
  // of user clears it.
  const dieTogether = [programs.setpriv, ...endWithParent];
  return [...dieTogether, ...own, ...setup, options.hostname, program, ...enter];
}

function newNamespaces(kind: NamespaceKind, programs: HostPrograms): readonly string[] {
  const unshare = [programs.unshare, '--mount', '--pid', '--uts', '--ipc', '--fork', '--kill-child'];
  if (kind === 'unshare-as-root') return [...unshare, '--'];
  if (kind === 'unshare-as-user') return [...unshare, '--user', '--map-root-user', '--'];
  const bwrap = [
    programs.bwrap,
    '--dev-bind',
    '/',
    '/',
    '--unshare-user',
    '--uid',
    '0',
    '--gid',
    '0',
    '--cap-add',
    'ALL',
  ];
  return [
    ...bwrap,
    '--unshare-pid',
    '--unshare-uts',
    '--unshare-ipc',
    '--as-pid-1',
    '--die-with-parent',
    '--',
  ];
}

function joinProcesses(kind: NamespaceKind, programs: HostPrograms, pid: number): readonly string[] {
  const user = kind === 'unshare-as-root' ? [] : ['--user', '--preserve-credentials'];
  const nsenter = [programs.nsenter, '--target', String(pid), ...user, '--pid', '--'];
  return [...nsenter, programs.unshare, '--mount', '--uts', '--ipc', '--'];
}

export interface ExecDetails {
  readonly mainPid: number;
  readonly image: Image;
  readonly workingDir: string;
  readonly capabilities?: readonly string[] | undefined;
  readonly command: SandboxCommand;
}

/** The command line that starts a command in a running container. */
export function execArgv(
  kind: NamespaceKind,
  programs: HostPrograms,
  details: ExecDetails,
): readonly string[] {
  const { image, command, workingDir, capabilities } = details;
  const user = kind === 'unshare-as-root' ? [] : ['--user', '--preserve-credentials'];
  const namespaces = ['--mount', '--pid', '--uts', '--ipc'];
  const nsenter = [programs.nsenter, '--target', String(details.mainPid), ...user, ...namespaces, '--'];
  return [...nsenter, ...enterCommand(kind, programs, image, { ...command, workingDir, capabilities })];
}

const endWithParent = ['--pdeathsig', 'KILL'];

interface Entered extends SandboxCommand {
  readonly endsWithParent?: boolean;
  readonly capabilities?: readonly string[] | undefined;
  readonly workingDir: string;
}

/** The part inside: an own session (with the terminal as its controlling terminal), the image's user, the working directory. */
function enterCommand(
  kind: NamespaceKind,
  programs: HostPrograms,
  image: Image,
  entered: Entered,
): readonly string[] {
  const session = [hostPrefix + programs.setsid, ...(entered.tty ? ['--ctty'] : [])];
  const privileges = [
    hostPrefix + programs.setpriv,
    '--no-new-privs',
    ...(entered.endsWithParent ? endWithParent : []),
    ...(kind === 'unshare-as-root' ? drop(image, entered.capabilities) : []),
  ];
  const place = [hostPrefix + programs.env, '-C', entered.workingDir, '--'];
  return [...session, ...privileges, ...place, ...entered.argv];
}

function drop(image: Image, added: readonly string[] = []): readonly string[] {
  const { uid } = image.user;
  const names = [...capabilities, ...added.map(name => name.toLowerCase())];
  const kept = ['-all', ...names.map(name => `+${name}`)].join(',');
  return [
    '--reuid',
    `${uid}`,
    '--regid',
    `${uid}`,
    '--clear-groups',
    '--inh-caps=-all',
    `--bounding-set=${kept}`,
  ];
}
