import type { Refusal, Target } from '@podbay/protocol';
import type { TFunction } from 'i18next';
import { explainRefusal } from '../terminals/explain-refusal.ts';

/** Why there is no debug container, and what can be done. */
export interface DebugTrouble {
  readonly text: string;
  /** The cluster's own words. */
  readonly said?: string | undefined;
  readonly hint?: string | undefined;
}

/** Puts a refusal of a debug container into the user's language. */
export function explainDebug(refusal: Refusal, target: Target, t: TFunction): DebugTrouble {
  const { details = {} } = refusal;
  if (refusal.code === 'container-not-running' && details.image !== undefined) return notRunning(details, t);
  if (details.images !== undefined) return { text: t('debug.notListed'), hint: t('debug.notListedHint') };
  switch (details.problem) {
    case 'admission':
      return {
        text: t('debug.admission'),
        said: details.message && t('trouble.said', { message: details.message }),
        hint: t('debug.admissionHint', { namespace: target.namespace }),
      };
    case 'policy':
      return { text: t('debug.policy'), hint: t('debug.policyHint') };
    default: {
      const { text, hint } = explainRefusal(refusal, target, t);
      return { text, hint };
    }
  }
}

function notRunning(details: Readonly<Record<string, string>>, t: TFunction): DebugTrouble {
  const { image = '', state, reason = '', message = '', exitCode = '', problem } = details;
  const said = message === '' ? undefined : t('trouble.said', { message });
  if (problem === 'pull')
    return { text: t('debug.pull', { image, reason }), said, hint: t('debug.pullHint') };
  if (state === 'waiting')
    return { text: t('debug.notStarted', { reason }), said, hint: t('debug.notStartedHint') };
  return { text: t('debug.ended', { reason, exitCode }), said, hint: t('debug.endedHint', { image }) };
}
