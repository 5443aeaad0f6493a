/** What a message of Kubernetes says went wrong. Stable. */
export type MessageCode =
  | 'executable-not-found'
  | 'not-executable'
  | 'container-not-found'
  | 'container-required'
  | 'container-not-running'
  | 'pod-not-found'
  | 'pod-gone'
  | 'pod-not-scheduled'
  | 'node-unreachable'
  | 'exec-disabled'
  | 'rate-limited'
  | 'unauthorized'
  | 'forbidden';

/**
 * The first pattern that matches wins, so the order is part of the rule: messages that quote a name come before those
 * that are known by a common word, and a failed connection to the runtime's socket ("dial unix ...: no such file or
 * directory") before the executable that is missing.
 */
const patterns: readonly (readonly [RegExp, MessageCode])[] = [
  [/^pods "" not found/, 'pod-not-found'],
  [/\bpod does not exist\b/, 'pod-gone'],
  [/\bcontainer \S+ is not valid for pod\b/, 'container-not-found'],
  [/\ba container name must be specified\b/, 'container-required'],
  [/\bdoes not have a host assigned\b/, 'pod-not-scheduled'],
  [/\bdebug endpoints are disabled\b/, 'exec-disabled'],
  [
    /\bdial (tcp|udp|unix)\b|\berror dialing backend\b|\bi\/o timeout\b|\bno route to host\b|\bconnection refused\b/,
    'node-unreachable',
  ],
  [/\bexecutable file\b.*\bnot found\b|\bno such file or directory\b/, 'executable-not-found'],
  [/\bpermission denied\b|\bexec format error\b/, 'not-executable'],
  [/\bcontainer not found\b|\bnot running\b|\bis in container_/, 'container-not-running'],
  [/\btoo many requests\b|\bmaximum number of in-flight requests\b/, 'rate-limited'],
  [/\bunauthorized\b/, 'unauthorized'],
  [/\bforbidden\b|\bcannot (get|create)\b/, 'forbidden'],
];

/**
 * Finds out from its words what an error is about: the HTTP status and the `reason` differ between the ways an exec takes
 * through a cluster, the words do not. Quoted names (`pods "forbidden" not found`) are not looked at.
 */
export function classifyMessage(message: string): MessageCode | undefined {
  const words = message.replace(/"(?:[^"\\]|\\.)*"/g, '""').toLowerCase();
  return patterns.find(([pattern]) => pattern.test(words))?.[1];
}
