import { useState } from 'react';
import type { SessionNotice } from './session-notice.ts';

const marksSeconds = [60, 30, 10];

/**
 * The seconds that a countdown is read out with: how many there were when it came into sight, and then, at a few marks, how
 * many are left. Between them it stays as it is, so that screen readers have nothing new to read.
 */
export function useSpokenSeconds(notice: SessionNotice | undefined, leftSeconds: number): number {
  const marks = marksPassed(leftSeconds);
  const [spoken, setSpoken] = useState({ notice, marks, leftSeconds });
  if (spoken.notice === notice && spoken.marks === marks) return spoken.leftSeconds;
  setSpoken({ notice, marks, leftSeconds });
  return leftSeconds;
}

function marksPassed(leftSeconds: number): number {
  return marksSeconds.filter(mark => leftSeconds <= mark).length;
}
