import { type Subprotocol, v4, v5 } from './channel.ts';
import { ChannelProcess } from './channel-process.ts';
import type { Connection, ConnectionParameters } from './connection.ts';
import { abortError, handshake, timeoutError } from './handshake.ts';
import { HandshakeError } from './handshake-error.ts';
import type { AttachOptions, ExecOptions } from './options.ts';
import type { RemoteProcess } from './remote-process.ts';
import { requestPath } from './request-url.ts';
import { clampSize } from './terminal-size.ts';
import { resolveTiming } from './timing.ts';

/**
 * Runs a command in a container. Resolves as soon as the connection stands; whether the command could be started is told by
 * the outcome. Rejects with a HandshakeError, or with a TypeError for options that can't be right. Never tries twice.
 */
export async function exec(connection: Connection, options: ExecOptions): Promise<RemoteProcess> {
  return open(connection, options, requestPath(options, options.command ?? []));
}

/** Joins the streams of a container's main process. Whether there is a TTY is the container's setting: pass it as `tty`. */
export async function attach(connection: Connection, options: AttachOptions): Promise<RemoteProcess> {
  return open(connection, options, requestPath(options));
}

async function open(connection: Connection, options: AttachOptions, path: string): Promise<RemoteProcess> {
  const { signal, size, subprotocols = [v5, v4] } = options;
  const timing = resolveTiming(options.timing);
  if (size) clampSize(size);
  checkSubprotocols(subprotocols);
  const parameters = await openConnection(connection, timing.credentialsMs, signal);
  return handshake({ parameters, path, subprotocols, timing, signal }, opened => {
    connection.handleOpened?.();
    return new ChannelProcess(opened, options, timing);
  });
}

function checkSubprotocols(subprotocols: readonly Subprotocol[]): void {
  const known = subprotocols.every(name => name === v5 || name === v4);
  if (known && subprotocols.length > 0 && new Set(subprotocols).size === subprotocols.length) return;
  throw new TypeError(`subprotocols: expected v5 or v4 or both, got ${JSON.stringify(subprotocols)}`);
}

/** The connection's parameters, or a HandshakeError after the deadline or the abort, whatever `open()` does. */
async function openConnection(
  connection: Connection,
  deadlineMs: number,
  signal: AbortSignal | undefined,
): Promise<ConnectionParameters> {
  if (signal?.aborted) throw abortError(signal);
  const { promise: cut, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(timeoutError('Getting the credentials', deadlineMs)), deadlineMs);
  const handleAbort = () => reject(abortError(signal));
  signal?.addEventListener('abort', handleAbort);
  try {
    return await Promise.race([openCredentials(connection), cut]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', handleAbort);
  }
}

async function openCredentials(connection: Connection): Promise<ConnectionParameters> {
  try {
    return await connection.open();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new HandshakeError('credentials', message, { cause });
  }
}
