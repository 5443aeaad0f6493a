import type { Refusal, Target } from '@podbay/protocol';
import i18next, { type TFunction } from 'i18next';
import { debugCommand, logsCommand } from './kubectl.ts';

/** What is known in the user's language. */
export interface Part {
  readonly text?: string;
  readonly hint?: string | undefined;
  /** A command that helps, to copy. */
  readonly command?: string;
}

/** The refusal's texts, made from its facts. What is left out, the gateway's own words say best. */
export function translateRefusal({ code, details = {} }: Refusal, target: Target, t: TFunction): Part {
  // `context` means something else to the translator.
  const { context: cluster, ...facts } = target;
  switch (code) {
    case 'forbidden':
      return forbidden(details, target, t);
    case 'context-not-found':
      return { text: t('refusal.context', { cluster }), hint: undefined };
    case 'namespace-not-found':
      return { text: t('refusal.namespace', facts), hint: undefined };
    case 'pod-not-found':
      return { text: t('refusal.pod', facts), hint: undefined };
    case 'container-not-found':
      return containerNotFound(details, facts, t);
    case 'container-not-running':
      return notRunning(details, target, t);
    case 'pod-not-scheduled':
      return { text: t('refusal.notScheduled', facts), hint: details.message };
    case 'no-shell':
      return {
        text: t('refusal.noShell', facts),
        hint: t('refusal.noShellHint'),
        command: debugCommand(target),
      };
    case 'node-unreachable':
      return nodeUnreachable(details, t);
    case 'cluster-unreachable':
      return { hint: t('refusal.clusterHint') };
    case 'audit-unavailable':
      return { text: t('policy.auditText'), hint: t('policy.auditHint') };
    case 'cluster-credentials':
      return { text: t('refusal.credentials', { cluster }) };
    default:
      return {};
  }
}

type Details = Readonly<Record<string, string>>;
type Facts = Omit<Target, 'context'>;

function forbidden({ verb, resource, namespace }: Details, target: Target, t: TFunction): Part {
  if (verb === undefined || resource === undefined) return {};
  const verbs = new Intl.ListFormat(i18next.language, { type: 'conjunction' }).format(verb.split(','));
  const facts = { verb: verbs, resource, namespace: namespace ?? target.namespace };
  return { text: t('refusal.forbidden', facts), hint: t('refusal.forbiddenHint', facts) };
}

function containerNotFound({ containers }: Details, facts: Facts, t: TFunction): Part {
  const hint = containers === undefined ? undefined : t('refusal.containerHint', { containers });
  return { text: t('refusal.container', facts), hint };
}

function nodeUnreachable({ node }: Details, t: TFunction): Part {
  const text = node === undefined ? t('refusal.nodeShort') : t('refusal.node', { node });
  return { text, hint: t('refusal.nodeHint') };
}

function notRunning(details: Details, target: Target, t: TFunction): Part {
  return { ...notRunningText(details, target, t), ...notRunningHelp(details, target, t) };
}

function notRunningText({ state, reason, exitCode }: Details, { container }: Target, t: TFunction): Part {
  if (!reason) return {};
  if (state === 'waiting') return { text: t('refusal.waiting', { container, reason }) };
  if (state !== 'terminated') return {};
  if (exitCode === undefined) return { text: t('refusal.terminatedShort', { container, reason }) };
  return { text: t('refusal.terminated', { container, reason, exitCode }) };
}

function notRunningHelp({ state, reason, phase }: Details, target: Target, t: TFunction): Part {
  if (phase === 'Terminating') return { hint: t('refusal.terminatingHint') };
  if (phase === 'Succeeded' || phase === 'Failed') return { hint: t('refusal.doneHint') };
  if (state === 'terminated') return { hint: t('refusal.logsHint'), command: logsCommand(target, 'this') };
  if (reason === 'CrashLoopBackOff')
    return { hint: t('refusal.crashHint'), command: logsCommand(target, 'previous') };
  return { hint: t('refusal.notRunningHint') };
}
