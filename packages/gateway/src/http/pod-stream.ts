import type { PodEvent } from '@podbay/protocol';
import type { SSEStreamingApi } from 'hono/streaming';
import type { Login } from '../auth/authenticator.ts';
import type { Catalog, Place } from './catalog.ts';
import { loginSignal } from './login-signal.ts';

const maxQueuedEvents = 500;
// Proxies cut what is silent; a browser that is gone is noticed by writing to it.
const keepAliveMs = 20_000;

export interface PodStreamQuery {
  readonly place: Place;
  readonly login: Login;
}

/**
 * Streams the live pods of a place to one browser until it leaves, its login is over, or it has to show again who it is.
 *
 * A browser that takes events more slowly than they come has its queue dropped at the bound and gets a new
 * snapshot instead, which tells the same.
 */
export async function streamPods(
  stream: SSEStreamingApi,
  catalog: Catalog,
  { place, login }: PodStreamQuery,
): Promise<void> {
  let queue: PodEvent[] = [];
  let wake = Promise.withResolvers<void>();
  const subscribe = () =>
    catalog.watchPods(place, event => {
      queue.push(event);
      wake.resolve();
    });
  let unsubscribe = subscribe();
  const keepAlive = setInterval(() => wake.resolve(), keepAliveMs);
  const ended = loginSignal(login);
  const handleEnd = () => wake.resolve();
  stream.onAbort(handleEnd);
  ended.addEventListener('abort', handleEnd, { once: true });
  try {
    while (!stream.aborted && !ended.aborted) {
      if (queue.length > maxQueuedEvents) {
        unsubscribe();
        queue = [];
        unsubscribe = subscribe();
      }
      await writeEvents(stream, queue.splice(0));
      if (queue.length > 0) continue;
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  } finally {
    clearInterval(keepAlive);
    ended.removeEventListener('abort', handleEnd);
    unsubscribe();
  }
}

async function writeEvents(stream: SSEStreamingApi, events: readonly PodEvent[]): Promise<void> {
  if (events.length === 0) await stream.write(': keep-alive\n\n');
  for (const event of events) await stream.writeSSE({ data: JSON.stringify(event) });
}
