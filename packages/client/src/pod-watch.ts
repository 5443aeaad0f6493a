import type { PodEvent, Refusal } from '@podbay/protocol';
import type { Api, PodScope } from './api.ts';
import { ApiError, unreachable } from './api-error.ts';
import { Backoff } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';
import { readEventStream } from './event-stream.ts';
import { pageWake, type Wake } from './wake.ts';

/** `failed`: the list is stale or never came; tried again until it works, except when the user must log in. */
export type WatchState =
  | { readonly type: 'connecting' }
  | { readonly type: 'live' }
  | { readonly type: 'failed'; readonly refusal: Refusal; readonly unreachable: boolean };

export interface PodWatchOptions {
  readonly api: Api;
  readonly scope: PodScope;
  readonly handleEvent: (event: PodEvent) => void;
  readonly handleState: (state: WatchState) => void;
  readonly backoff?: Backoff;
  readonly clock?: Clock;
  readonly wake?: Wake;
}

/** A connection that lasted this long and then ended was not broken: the gateway wants to be shown anew who this is. */
const lastingMs = 5000;

/** The gateway says something at least every 20 s. */
const silenceMs = 60_000;

/**
 * Follows the pods of a namespace for as long as it is not stopped, through whatever happens to the connection.
 * Every connection starts with a snapshot. Returns the function that stops it.
 */
export function watchPods(options: PodWatchOptions): () => void {
  const { handleState, clock = systemClock, wake = pageWake, backoff = new Backoff() } = options;
  const controller = new AbortController();
  let cancelWait: () => void = () => {};
  let waiting = false;

  const connect = async ({ quietly = false } = {}) => {
    waiting = false;
    cancelWait();
    if (!quietly) handleState({ type: 'connecting' });
    const startedAt = clock.now();
    const broken = await follow(options, backoff, controller.signal).catch(toApiError);
    if (controller.signal.aborted) return;
    if (broken === undefined && clock.now() - startedAt >= lastingMs) {
      // Not waited for: a page that is open for weeks would gather promises.
      void connect({ quietly: true });
      return;
    }
    const error = broken ?? unreachable('the list ended');
    handleState({ type: 'failed', refusal: error.refusal, unreachable: error.isUnreachable });
    if (error.refusal.code === 'unauthenticated') return;
    waiting = true;
    cancelWait = clock.schedule(connect, backoff.nextMs());
  };

  const stopWaking = wake.onWake(() => {
    if (waiting) void connect();
  });
  void connect();
  return () => {
    controller.abort();
    stopWaking();
    cancelWait();
  };
}

/** Follows one connection until the gateway ends it. Rejects where it breaks. */
async function follow(options: PodWatchOptions, backoff: Backoff, stop: AbortSignal): Promise<undefined> {
  const { api, scope, clock = systemClock } = options;
  const silence = new AbortController();
  let cancelDeadline = clock.schedule(() => silence.abort(), silenceMs);
  try {
    const response = await api.openPodEvents(scope, AbortSignal.any([stop, silence.signal]));
    if (response.body === null) throw unreachable('empty answer');
    const heard = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          cancelDeadline();
          cancelDeadline = clock.schedule(() => silence.abort(), silenceMs);
          controller.enqueue(chunk);
        },
      }),
    );
    for await (const data of readEventStream(heard)) tell(JSON.parse(data) as PodEvent, options, backoff);
  } finally {
    cancelDeadline();
  }
}

function tell(event: PodEvent, { handleEvent, handleState }: PodWatchOptions, backoff: Backoff): void {
  if (event.type === 'error') handleState({ type: 'failed', refusal: event.refusal, unreachable: false });
  if (event.type === 'snapshot') {
    backoff.reset();
    handleState({ type: 'live' });
  }
  handleEvent(event);
}

function toApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : unreachable(error);
}
