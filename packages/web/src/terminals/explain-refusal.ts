import type { Refusal, RefusalCode, Target } from '@podbay/protocol';
import type { TFunction } from 'i18next';
import type { IconName } from '../parts/icons.tsx';
import { type Part, translateRefusal } from './translate-refusal.ts';

/** A refusal in words, with what can be done about it. */
export interface Explanation extends Part {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
}

const titles = {
  'bad-request': 'refusal.badRequestTitle',
  'not-found': 'refusal.badRequestTitle',
  unauthenticated: 'refusal.unauthenticatedTitle',
  forbidden: 'refusal.forbiddenTitle',
  'session-not-found': 'terminal.closedNoSession',
  'context-not-found': 'refusal.contextTitle',
  'namespace-not-found': 'refusal.namespaceTitle',
  'pod-not-found': 'refusal.podTitle',
  'container-not-found': 'refusal.containerTitle',
  'container-not-running': 'refusal.notRunningTitle',
  'pod-not-scheduled': 'refusal.notScheduledTitle',
  'no-shell': 'refusal.noShellTitle',
  'command-not-found': 'refusal.commandTitle',
  'node-unreachable': 'refusal.nodeTitle',
  'cluster-unreachable': 'refusal.clusterTitle',
  'cluster-credentials': 'refusal.credentialsTitle',
  limit: 'refusal.limitTitle',
  'audit-unavailable': 'policy.auditTitle',
  'recording-unavailable': 'policy.recorderTitle',
  'shutting-down': 'refusal.shutdownTitle',
  internal: 'refusal.internalTitle',
} as const satisfies Record<RefusalCode, string>;

const icons: Partial<Record<RefusalCode, IconName>> = {
  unauthenticated: 'key',
  forbidden: 'lock',
  'container-not-running': 'pause',
  'pod-not-scheduled': 'pause',
  'no-shell': 'box',
  'node-unreachable': 'plug',
  'cluster-unreachable': 'plug',
  'cluster-credentials': 'key',
};

/** The refusal's title. A code that this page does not know yet gets the general one. */
export function refusalTitle(code: RefusalCode, t: TFunction): string {
  return t(titles[code] ?? titles.internal);
}

/** Puts a refusal into the user's language; where a fact for it is missing, the gateway's own words are used. */
export function explainRefusal(refusal: Refusal, target: Target, t: TFunction): Explanation {
  return {
    icon: icons[refusal.code] ?? 'alert',
    title: refusalTitle(refusal.code, t),
    text: refusal.message,
    hint: refusal.hint,
    ...translateRefusal(refusal, target, t),
  };
}
