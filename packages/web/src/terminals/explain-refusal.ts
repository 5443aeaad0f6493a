import type { Refusal, RefusalCode, Target } from '@podbay/protocol';
import i18next, { type TFunction } from 'i18next';
import type { IconName } from '../parts/icons.tsx';
import { debugCommand } from './kubectl.ts';

/** A refusal in words, with what can be done about it. */
export interface Explanation {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly hint?: string | undefined;
  /** A command that helps, to copy. */
  readonly command?: string | undefined;
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
    ...translated(refusal, target, t),
  };
}

type Part = Partial<Explanation>;

function translated({ code, details = {} }: Refusal, target: Target, t: TFunction): Part {
  // `context` means something else to the translator.
  const { context: cluster, ...facts } = target;
  switch (code) {
    case 'forbidden':
      return forbidden(details, target, t);
    case 'context-not-found':
      return { text: t('refusal.context', { cluster }) };
    case 'namespace-not-found':
      return { text: t('refusal.namespace', facts) };
    case 'pod-not-found':
      return { text: t('refusal.pod', facts) };
    case 'container-not-found':
      return { text: t('refusal.container', facts) };
    case 'container-not-running':
      return notRunning(details, target, t);
    case 'pod-not-scheduled':
      return { text: t('refusal.notScheduled', facts) };
    case 'no-shell':
      return {
        text: t('refusal.noShell', facts),
        hint: t('refusal.noShellHint'),
        command: debugCommand(target),
      };
    case 'node-unreachable':
      return {
        text: details.node ? t('refusal.node', { node: details.node }) : t('refusal.nodeShort'),
        hint: t('refusal.nodeHint'),
      };
    case 'cluster-unreachable':
      return { hint: t('refusal.clusterHint') };
    case 'cluster-credentials':
      return { text: t('refusal.credentials', { cluster }) };
    default:
      return {};
  }
}

type Details = Readonly<Record<string, string>>;

function forbidden({ verb, resource, namespace }: Details, target: Target, t: TFunction): Part {
  if (verb === undefined || resource === undefined) return {};
  const verbs = new Intl.ListFormat(i18next.language, { type: 'conjunction' }).format(verb.split(','));
  const facts = { verb: verbs, resource, namespace: namespace ?? target.namespace };
  return { text: t('refusal.forbidden', facts), hint: t('refusal.forbiddenHint', facts) };
}

function notRunning({ state, reason, exitCode }: Details, { container }: Target, t: TFunction): Part {
  const hint = t('refusal.notRunningHint');
  if (reason === undefined) return { hint };
  if (state === 'waiting') return { text: t('refusal.waiting', { container, reason }), hint };
  if (state !== 'terminated') return { hint };
  const text =
    exitCode === undefined
      ? t('refusal.terminatedShort', { container, reason })
      : t('refusal.terminated', { container, reason, exitCode });
  return { text, hint };
}
