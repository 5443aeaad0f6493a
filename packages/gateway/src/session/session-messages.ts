import type { NoticeMessage, Outcome, ServerMessage } from '@podbay/protocol';
import type { Deadline } from './deadlines.ts';

/** How viewers are told the end. */
export function endMessage(outcome: Outcome): ServerMessage {
  return outcome.type === 'failed'
    ? { type: 'refused', refusal: outcome.refusal }
    : { type: 'exit', outcome };
}

/** How viewers are told that time will end the session. */
export function warning(deadline: Deadline, remainingMs: number): NoticeMessage {
  const minutes = Math.max(1, Math.round(remainingMs / 60_000));
  const message = {
    idle: `Nobody has typed for long: this session ends in ${minutes} min unless somebody does.`,
    lifetime: `This session reaches its longest lifetime and ends in ${minutes} min.`,
  }[deadline];
  return { type: 'notice', level: 'warning', code: `${deadline}-soon`, message, inMs: remainingMs };
}
