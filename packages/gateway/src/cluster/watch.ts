import type { IncomingMessage } from 'node:http';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import type { Status, WatchEvent } from './kubernetes-types.ts';

/** A change, or a bookmark: an object with nothing but a newer resource version. */
export interface Change<Item> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: Item;
}

export interface WatchOptions {
  /** Where to go on: of the list, or of the last change. */
  readonly resourceVersion: string;
  readonly signal: AbortSignal;
  /** A watch that brings nothing for so long is ended, as a connection may be gone without notice. */
  readonly inactivityMs: number;
  /** Kubernetes looks at rights when a watch begins: so the next one begins within this time. 0: within ten minutes. */
  readonly recheckMs: number;
  /** Who asks, for errors. */
  readonly server: URL;
}

const longestMs = 10 * 60_000;
// etcd refuses objects above 1.5 MiB.
const maxLineBytes = 8 << 20;

/**
 * Opens one watch of the Kubernetes API; resolves once the server has accepted it. The changes end when the server ends the
 * watch, the connection breaks, or nothing comes for too long: all are normal, go on from the last resource version.
 * Rejects, then or later, with an `ApiError`; its `httpStatus` 410: list again.
 */
export async function openWatch<Item>(
  client: ApiClient,
  path: string,
  options: WatchOptions,
): Promise<AsyncGenerator<Change<Item>>> {
  const query = watchQuery(options);
  return readChanges<Item>(await client.stream(path, { query, signal: options.signal }), options);
}

async function* readChanges<Item>(
  response: IncomingMessage,
  { inactivityMs, server, signal }: WatchOptions,
): AsyncGenerator<Change<Item>> {
  const silence = setTimeout(() => response.destroy(), inactivityMs).unref();
  try {
    for await (const line of readLines(response, () => silence.refresh())) {
      yield toChange<Item>(line, server);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ApiError) throw error;
    // A connection that breaks is the end of this watch and no more.
  } finally {
    clearTimeout(silence);
    response.destroy();
  }
}

function watchQuery({ resourceVersion, recheckMs }: WatchOptions): Record<string, string> {
  return {
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion,
    timeoutSeconds: String(timeoutSeconds(recheckMs || longestMs)),
  };
}

/** After this time the server ends the watch itself: early enough to begin the next one, spread so that not all come back at once. */
function timeoutSeconds(withinMs: number): number {
  const share = 0.5 + 0.4 * Math.random();
  return Math.max(1, Math.floor((share * withinMs) / 1000));
}

function toChange<Item>(line: string, server: URL): Change<Item> {
  const { type, object } = JSON.parse(line) as WatchEvent<Item>;
  if (type === undefined || type === 'ERROR' || object === undefined) {
    const status = (object ?? {}) as Status;
    throw new ApiError(status.code ?? 500, status, server);
  }
  return { type, object };
}

async function* readLines(chunks: AsyncIterable<Buffer>, handleBytes: () => void): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    handleBytes();
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const line = Buffer.concat([...parts, chunk.subarray(start, end)]).toString('utf8');
      [parts, bytes, start] = [[], 0, end + 1];
      if (line !== '') yield line;
    }
    parts.push(chunk.subarray(start));
    bytes += chunk.length - start;
    if (bytes > maxLineBytes) throw new Error(`a watch event is larger than ${maxLineBytes} bytes`);
  }
}
