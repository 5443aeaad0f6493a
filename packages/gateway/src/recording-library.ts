import { createReadStream } from 'node:fs';
import type { RecordingSummary } from '@podbay/protocol';
import type { User } from './auth/authenticator.ts';
import type { RecordingContent, RecordingPort } from './http/recording-port.ts';
import type { FoundRecording, Recordings } from './recorder/recordings.ts';

/** Users' own recordings, for the routes. */
export class RecordingLibrary implements RecordingPort {
  readonly #recordings: Recordings | undefined;

  /** `undefined`: nothing is recorded. */
  constructor(recordings: Recordings | undefined) {
    this.#recordings = recordings;
  }

  async list({ id }: User): Promise<readonly RecordingSummary[]> {
    return (await this.#recordings?.list(id)) ?? [];
  }

  async open(id: string, user: User): Promise<RecordingContent | undefined> {
    const found = await this.#recordings?.find(user.id, id);
    return found && { bytes: found.bytes, stream: contentOf(found) };
  }
}

/** The file is opened when somebody reads, which nobody does for a HEAD request. */
function contentOf({ path, bytes }: FoundRecording): ReadableStream<Uint8Array> {
  let chunks: AsyncIterator<Buffer> | undefined;
  return new ReadableStream(
    {
      async pull(controller) {
        chunks ??= createReadStream(path, { start: 0, end: bytes - 1 })[Symbol.asyncIterator]();
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks?.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
