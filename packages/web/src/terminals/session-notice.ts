import type { Notice, OutputGap } from '@podbay/client';
import type { TFunction } from 'i18next';
import { formatBytes } from './format-bytes.ts';

/** A word to the user about one session. */
export interface SessionNotice {
  readonly code: string;
  readonly level: 'info' | 'warning';
  readonly text: string;
  /** What can be done about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

const soonKeys = {
  'idle-soon': 'notice.idleSoon',
  'lifetime-soon': 'notice.lifetimeSoon',
  'shutdown-soon': 'notice.shutdownSoon',
} as const;

/** Puts a notice into the user's language; one that this page does not know yet keeps the gateway's words. */
export function translateNotice({ code, level, message, inMs }: Notice, t: TFunction): SessionNotice {
  return { code, level, text: noticeText({ code, message, inMs }, t) };
}

/** Says what became of output that is no longer kept. `wasShown`: this terminal had shown the output before it. */
export function describeGap(
  { missed, restored, exact }: OutputGap,
  { wasShown, t, language }: { readonly wasShown: boolean; readonly t: TFunction; readonly language: string },
): SessionNotice {
  const size = formatBytes(missed, language);
  const skipped = t(wasShown ? 'notice.skipped' : 'notice.older', { size });
  const code = 'gap';
  if (!restored) return { code, level: 'warning', text: `${skipped} ${t('notice.redrawn')}` };
  if (!exact) return { code, level: 'warning', text: `${skipped} ${t('notice.restoredRoughly')}` };
  return { code, level: 'info', text: `${skipped} ${t('notice.restored')}` };
}

function noticeText(
  { code, message, inMs }: Pick<Notice, 'code' | 'message'> & { readonly inMs: number | undefined },
  t: TFunction,
): string {
  if (code === 'input-too-long') return t('terminal.inputTooLong');
  if (code === 'read-only') return t('policy.readOnly');
  if (code === 'paste-refused') return t('policy.pasteRefused');
  if (!isSoon(code) || inMs === undefined) return message;
  const seconds = Math.round(inMs / 1000);
  const time =
    seconds < 120
      ? t('notice.seconds', { count: seconds })
      : t('notice.minutes', { count: Math.round(seconds / 60) });
  return t(soonKeys[code], { time });
}

function isSoon(code: string): code is keyof typeof soonKeys {
  return code in soonKeys;
}
