import type { Refusal, Target } from '@podbay/protocol';
import type { Logger } from 'pino';
import type { RecordingEnd } from './recorder/file-recorder.ts';
import type { Recordings } from './recorder/recordings.ts';
import type { Session } from './session/session.ts';
import type { SessionRecord } from './session-record.ts';

export interface SessionRecordingOptions {
  /** `undefined`: this gateway records nothing. */
  readonly recordings: Recordings | undefined;
  /** What is kept of what happens to the session. */
  readonly record: SessionRecord;
  readonly id: string;
  /** As the session names it. */
  readonly owner: string;
  readonly user: string;
  readonly target: Target;
  readonly command: readonly string[];
  readonly logger: Logger;
}

/**
 * Sees to it that a session that must be recorded is, and says what becomes of one that can't be.
 *
 * A recording goes on to the session's end, also when nothing demands it any more. After one that failed the next demand begins
 * another one.
 */
export class SessionRecording {
  readonly #options: SessionRecordingOptions;

  constructor(options: SessionRecordingOptions) {
    this.#options = options;
  }

  /** From now on the session must be recorded. Returns why it can't go on; it must not, then. */
  demand(session: Session): Refusal | undefined {
    if (session.isRecorded || session.outcome !== undefined) return undefined;
    const { recordings } = this.#options;
    if (recordings === undefined) return unavailable;
    try {
      this.#begin(session, recordings);
      return undefined;
    } catch (error) {
      this.#tellFailed(error);
      return recordings.failure === 'closed' ? unavailable : undefined;
    }
  }

  #begin(session: Session, recordings: Recordings): void {
    const { record, id, owner, user, target, command } = this.#options;
    let file = '';
    session.record(options => {
      const subject = { session: id, owner, user, target, command };
      const onEnd = (end: RecordingEnd) => this.#handleEnd(session, recordings, { ...end, file });
      const begun = recordings.begin({ ...subject, onEnd }, options);
      file = begun.file;
      return begun.recorder;
    });
    record.handleRecording({ type: 'started', file });
  }

  #handleEnd(session: Session, { failure }: Recordings, { error, ...end }: EndedRecording): void {
    if (error === undefined) this.#options.record.handleRecording({ type: 'ended', ...end });
    else this.#tellFailed(error, end);
    if (error === undefined || session.outcome !== undefined) return;
    session.stopRecording();
    if (failure === 'closed') void session.end('recording-failed');
  }

  #tellFailed(error: unknown, end: Partial<EndedRecording> = {}): void {
    const { record, id, user, logger } = this.#options;
    const message = error instanceof Error ? error.message : String(error);
    record.handleRecording({ type: 'failed', message, ...end });
    logger.error({ err: error, session: id, user, file: end.file }, 'a session can not be recorded');
  }
}

type EndedRecording = RecordingEnd & { readonly file: string };

const unavailable: Refusal = {
  code: 'recording-unavailable',
  message: 'This session must be recorded, and the gateway can not do that now.',
  hint: 'Try again later, or tell whoever runs the gateway.',
};
