import type { Screen, SnapshotOptions, SnapshotResult } from '../screen.ts';

export interface ScriptedSnapshot {
  readonly text: string;
  readonly exact: boolean;
  /** How far its offset is from the one that was asked for. */
  readonly shift?: number;
}

/** A screen that remembers what it was fed, and shows what a test tells it. */
export class ScriptedScreen implements Screen {
  readonly fed: Buffer[] = [];
  readonly requests: (SnapshotOptions & { readonly tail: Buffer })[] = [];
  closed = 0;
  #answers: PromiseWithResolvers<SnapshotResult>[] = [];

  readonly open = (): Screen => this;

  feed(bytes: Uint8Array): void {
    this.fed.push(Buffer.from(bytes));
  }

  resize(): void {}

  snapshot(tail: readonly Uint8Array[], options: SnapshotOptions): Promise<SnapshotResult> {
    this.requests.push({ ...options, tail: Buffer.concat(tail) });
    const answer = Promise.withResolvers<SnapshotResult>();
    this.#answers.push(answer);
    return answer.promise;
  }

  async answer(snapshot: ScriptedSnapshot | undefined): Promise<void> {
    const offset = (this.requests.at(-1)?.offset ?? 0) + (snapshot?.shift ?? 0);
    this.#answers
      .shift()
      ?.resolve(
        snapshot === undefined
          ? { type: 'unavailable', reason: 'timeout' }
          : { type: 'snapshot', offset, exact: snapshot.exact, bytes: Buffer.from(snapshot.text) },
      );
    await new Promise(setImmediate);
  }

  close(): void {
    this.closed++;
  }
}
