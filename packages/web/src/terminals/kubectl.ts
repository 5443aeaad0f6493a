import type { Target } from '@podbay/protocol';

const debugImage = 'busybox:1.37';

/** The command that starts a debug container beside a container without a shell. */
export function debugCommand(target: Target): string {
  const options = [`--image=${debugImage}`, `--target=${target.container}`, '--', 'sh'];
  return kubectl(target, ['debug', '-it', target.pod, ...options]);
}

/** The command that shows what a container wrote, or what it wrote in the run before this one. */
export function logsCommand(target: Target, run: 'this' | 'previous'): string {
  const previous = run === 'previous' ? ['--previous'] : [];
  return kubectl(target, ['logs', target.pod, '-c', target.container, ...previous]);
}

/** The command that shows a pod's state and its events. */
export function describeCommand(target: Target): string {
  return kubectl(target, ['describe', 'pod', target.pod]);
}

/** The command that opens a shell in a container. */
export function execCommand(target: Target): string {
  return kubectl(target, ['exec', '-it', target.pod, '-c', target.container, '--', 'sh']);
}

function kubectl({ context, namespace }: Target, words: readonly string[]): string {
  return ['kubectl', '--context', context, '-n', namespace, ...words].map(quote).join(' ');
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
