import type { Target } from '@podbay/protocol';
import type { TFunction } from 'i18next';
import { describeCommand, logsCommand } from './kubectl.ts';
import type { Part } from './translate-refusal.ts';

type Details = Readonly<Record<string, string>>;

/** What kubelet calls it, and what that means. */
const meanings: Readonly<Record<string, 'pull' | 'config' | 'start'>> = {
  ErrImagePull: 'pull',
  ImagePullBackOff: 'pull',
  ErrImageNeverPull: 'pull',
  InvalidImageName: 'pull',
  CreateContainerConfigError: 'config',
  CreateContainerError: 'start',
  RunContainerError: 'start',
  StartError: 'start',
  ContainerCannotRun: 'start',
};

const texts = { pull: 'trouble.pull', config: 'trouble.config', start: 'trouble.start' } as const;

/** Why a container does not run, and what can be done. */
export function explainState(details: Details, target: Target, t: TFunction): Part {
  const { message = '' } = details;
  const said = message === '' ? undefined : t('trouble.said', { message });
  return { ...textOf(details, target, t), ...helpFor(details, target, t), ...(said && { said }) };
}

function textOf({ state, reason, exitCode }: Details, { container }: Target, t: TFunction): Part {
  if (!reason) return {};
  if (state === 'waiting') return { text: t('refusal.waiting', { container, reason }) };
  if (state !== 'terminated') return {};
  if (exitCode === undefined) return { text: t('refusal.terminatedShort', { container, reason }) };
  return { text: t('refusal.terminated', { container, reason, exitCode }) };
}

function helpFor({ state, reason = '', phase }: Details, target: Target, t: TFunction): Part {
  if (phase === 'Terminating') return { hint: t('refusal.terminatingHint') };
  const meaning = meanings[reason];
  if (meaning !== undefined) return { hint: t(texts[meaning]), command: describeCommand(target) };
  if (reason === 'OOMKilled') return { hint: t('trouble.memory'), command: logsCommand(target, 'this') };
  if (reason === 'Completed') return { hint: t('trouble.completed'), command: logsCommand(target, 'this') };
  if (phase === 'Succeeded' || phase === 'Failed') return { hint: t('refusal.doneHint') };
  if (state === 'terminated') return { hint: t('refusal.logsHint'), command: logsCommand(target, 'this') };
  if (reason === 'CrashLoopBackOff')
    return { hint: t('refusal.crashHint'), command: logsCommand(target, 'previous') };
  if (reason === 'ContainerCreating') return { hint: t('trouble.starting') };
  if (reason === 'PodInitializing') return { hint: t('trouble.init') };
  return { hint: t('refusal.notRunningHint') };
}
