import type { Ending } from '@podbay/client';
import type { EndReason, Outcome } from '@podbay/protocol';
import type { TFunction } from 'i18next';
import type { Tone } from '../pods/tone.ts';
import { refusalTitle } from './explain-refusal.ts';

/** The session goes on, and another page shows it now. */
export function isElsewhere(ending: Ending): boolean {
  return ending.type === 'closed' && ending.reason === 'replaced';
}

/** The colour of an ending. */
export function endingTone(ending: Ending): Tone {
  if (ending.type !== 'exit') return ending.type === 'refused' ? 'bad' : 'idle';
  const { outcome } = ending;
  if (outcome.type === 'ended') return 'idle';
  return outcome.type === 'exited' && outcome.code === 0 ? 'idle' : 'bad';
}

const closedKeys = {
  'no-session': 'terminal.closedNoSession',
  replaced: 'terminal.closedReplaced',
  'bad-request': 'terminal.closedBadRequest',
  unknown: 'terminal.closedUnknown',
} as const;

/** Why it ended, in a few words. */
export function endingText(ending: Ending, t: TFunction): string {
  switch (ending.type) {
    case 'exit':
      return outcomeText(ending.outcome, t);
    case 'refused':
      return refusalTitle(ending.refusal.code, t);
    case 'closed':
      return t(closedKeys[ending.reason]);
    default:
      return ending satisfies never;
  }
}

const endedKeys = {
  user: 'terminal.endedUser',
  grace: 'terminal.endedGrace',
  idle: 'terminal.endedIdle',
  lifetime: 'terminal.endedLifetime',
  'permission-gone': 'terminal.endedPermissionGone',
  'recording-failed': 'policy.recordingFailed',
  'container-gone': 'terminal.endedContainerGone',
  shutdown: 'terminal.endedShutdown',
} as const satisfies Record<EndReason, string>;

function outcomeText(outcome: Outcome, t: TFunction): string {
  switch (outcome.type) {
    case 'exited':
      return t('terminal.exited', { code: outcome.code });
    case 'failed':
      return t('terminal.failed', { message: outcome.refusal.message });
    case 'lost':
      return t('terminal.lost');
    case 'ended':
      return t(endedKeys[outcome.reason]);
    default:
      return outcome satisfies never;
  }
}
