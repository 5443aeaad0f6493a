import type { RecordingSummary } from '@podbay/protocol';
import type { User } from '../auth/authenticator.ts';

/** The recordings, as the routes see them: always those of one user. */
export interface RecordingPort {
  /** The newest first. */
  list(user: User): Promise<readonly RecordingSummary[]>;
  /** `undefined`: there is none, or it is not theirs. */
  open(id: string, user: User): Promise<RecordingContent | undefined>;
}

/** An asciicast. */
export interface RecordingContent {
  readonly bytes: number;
  readonly stream: ReadableStream<Uint8Array>;
}
