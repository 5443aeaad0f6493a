import type { Refusal, Target } from '@podbay/protocol';
import i18next, { type TFunction } from 'i18next';
import { explainState } from './explain-state.ts';
import { debugCommand, describeCommand } from './kubectl.ts';

/** What is known in the user's language. */
export interface Part {
  readonly text?: string;
  /** The cluster's own words. */
  readonly said?: string;
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
      return explainState(details, target, t);
    case 'pod-not-scheduled':
      return notScheduled(details, target, t);
    case 'command-not-found':
      return commandNotFound(details, facts, t);
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
    case 'recording-unavailable':
      return { text: t('policy.recorderText'), hint: t('policy.auditHint') };
    case 'cluster-credentials':
      return { text: t('refusal.credentials', { cluster }) };
    default:
      return {};
  }
}

type Details = Readonly<Record<string, string>>;
type Facts = Omit<Target, 'context'>;

function notScheduled({ message }: Details, target: Target, t: TFunction): Part {
  return {
    text: t('refusal.notScheduled', { pod: target.pod }),
    ...(message && { said: t('trouble.said', { message }) }),
    hint: t('trouble.scheduler'),
    command: describeCommand(target),
  };
}

function commandNotFound({ command }: Details, { container }: Facts, t: TFunction): Part {
  if (command === undefined) return {};
  return { text: t('trouble.command', { command, container }), hint: t('trouble.commandHint') };
}

function forbidden({ verb, resource, namespace, rule }: Details, target: Target, t: TFunction): Part {
  // What the rule says to the user is its author's.
  if (rule !== undefined) return { hint: t('trouble.rule', { rule }) };
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
