import type { Target } from '@podbay/protocol';

const debugImage = 'busybox:1.37';

/** The command that starts a debug container beside a container without a shell. */
export function debugCommand({ context, namespace, pod, container }: Target): string {
  const words = ['kubectl', '--context', context, '-n', namespace, 'debug', '-it', pod];
  return [...words, `--image=${debugImage}`, `--target=${container}`, '--', 'sh'].map(quote).join(' ');
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
