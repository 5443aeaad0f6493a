import type { OnReadOpts, Socket } from 'node:net';

/** Gets every chunk that a socket reads. It is valid during the call alone: the next read overwrites it. */
export type TakeChunk = (chunk: Buffer) => void;

/** As much as Node asks the kernel for at once. */
const chunkBytes = 64 * 1024;

/** One for all: Node fills it and hands it over within the same call. */
const chunk = Buffer.allocUnsafeSlow(chunkBytes);

const takers = new WeakMap<Socket, { take: TakeChunk | undefined }>();

/**
 * Connects as `connect` does, with a socket from which `takeReads` can take what it reads.
 *
 * A stream costs an allocation outside of the heap and a dozen calls for every read, so for every TLS record. Until
 * somebody takes its reads, the socket is a stream like any other.
 *
 *   kernel, TLS ──► chunk ──┬── nobody has taken it ──► stream
 *                           └── taken ──► take(chunk), which may hand on to the stream what it leaves
 */
export function connectDirectly<S extends Socket>(connect: (onread: OnReadOpts) => S): S {
  const taker: { take: TakeChunk | undefined } = { take: undefined };
  const socket = connect({
    buffer: chunk,
    callback: length => {
      const read = chunk.subarray(0, length);
      if (taker.take === undefined) return socket.push(Buffer.from(read));
      taker.take(read);
      // Whoever takes the reads stops them by `pause`.
      return true;
    },
  });
  takers.set(socket, taker);
  return socket;
}

/**
 * From now on `take` gets what the socket reads, and first, in the next tick, what its stream still holds. `false`: it is
 * not one of `connectDirectly`, and stays a stream.
 */
export function takeReads(socket: Socket, take: TakeChunk): boolean {
  const taker = takers.get(socket);
  if (taker === undefined) return false;
  taker.take = take;
  const early = unread(socket);
  process.nextTick(() => {
    for (const bytes of early) take(bytes);
  });
  return true;
}

/** What the stream holds, without telling its listeners. */
function unread(socket: Socket): readonly Buffer[] {
  const listeners = socket.listeners('data') as ((bytes: Buffer) => void)[];
  for (const listener of listeners) socket.off('data', listener);
  const chunks: Buffer[] = [];
  for (let bytes = socket.read(); bytes !== null; bytes = socket.read()) chunks.push(bytes);
  for (const listener of listeners) socket.on('data', listener);
  return chunks;
}
