import type { Notice, OutputGap } from '@podbay/client';
import type { TFunction } from 'i18next';
import { formatBytes } from './format-bytes.ts';

/** A word to the user about one session. */
export interface SessionNotice {
  readonly code: string;
  /** It replaces what was said in the same slot. Default: the code. */
  readonly slot?: string;
  readonly level: 'info' | 'warning';
  readonly text: (words: NoticeWords) => string;
  /** When what it tells of happens, on the clock of `performance.now()`; of what has happened: left out. */
  readonly dueAtMs?: number;
  /** What can be done about it. */
  readonly action?: { readonly label: (words: NoticeWords) => string; readonly run: () => void };
}

/** What a notice is put into words with. */
export interface NoticeWords {
  readonly t: TFunction;
  readonly language: string;
  /** Until it happens. */
  readonly leftSeconds: number;
}

/** Whether it tells of something that is yet to happen. */
export function isDue(notice: SessionNotice): notice is SessionNotice & { readonly dueAtMs: number } {
  return notice.dueAtMs !== undefined;
}

const soonKeys = {
  'idle-soon': 'notice.idleSoon',
  'lifetime-soon': 'notice.lifetimeSoon',
  'shutdown-soon': 'notice.shutdownSoon',
} as const;

/** A notice in the user's language; one that this page does not know yet keeps the gateway's words. */
export function translateNotice({ code, level, message, inMs }: Notice, nowMs: number): SessionNotice {
  if (inMs === undefined) return { code, level, text: ({ t }) => noticeText({ code, message }, t) };
  const dueAtMs = nowMs + inMs;
  if (!isSoon(code)) return { code, level, text: () => message, dueAtMs };
  const key = soonKeys[code];
  return { code, level, text: ({ t, leftSeconds }) => t(key, { time: timeText(leftSeconds, t) }), dueAtMs };
}

/** Says what became of output that is no longer kept. `wasShown`: this terminal had shown the output before it. */
export function describeGap(
  { missed, restored, exact }: OutputGap,
  { wasShown }: { readonly wasShown: boolean },
): SessionNotice {
  const skipped = ({ t, language }: NoticeWords) =>
    t(wasShown ? 'notice.skipped' : 'notice.older', { size: formatBytes(missed, language) });
  const rest = !restored ? 'notice.redrawn' : exact ? 'notice.restored' : 'notice.restoredRoughly';
  return {
    code: 'gap',
    level: restored && exact ? 'info' : 'warning',
    text: words => `${skipped(words)} ${words.t(rest)}`,
  };
}

function noticeText({ code, message }: Pick<Notice, 'code' | 'message'>, t: TFunction): string {
  if (code === 'input-too-long') return t('terminal.inputTooLong');
  if (code === 'read-only') return t('policy.readOnly');
  if (code === 'paste-refused') return t('policy.pasteRefused');
  return message;
}

function timeText(seconds: number, t: TFunction): string {
  return seconds < 120
    ? t('notice.seconds', { count: seconds })
    : t('notice.minutes', { count: Math.round(seconds / 60) });
}

function isSoon(code: string): code is keyof typeof soonKeys {
  return code in soonKeys;
}
