import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What came back on a connection: everything, as Latin-1. */
export interface RawAnswer {
  readonly text: string;
  readonly timedOut: boolean;
}

const addresses = 100;
let connections = 0;

/** Connects from one of many addresses of the loopback: one alone has not enough ports for what fuzzing wants. */
export async function connectRaw(port: number): Promise<Socket> {
  const localAddress = `127.0.1.${1 + (connections++ % addresses)}`;
  const socket = connect({ host: '127.0.0.1', port, localAddress, allowHalfOpen: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** Sends everything, ends, and collects what comes until the other side closes. */
export async function exchange(socket: Socket, bytes: Buffer, deadlineMs: number): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  socket.once('end', resolve);
  socket.once('close', resolve);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    resolve();
  }, deadlineMs);
  socket.end(bytes);
  await closed;
  clearTimeout(timer);
  socket.destroy();
  return { text: Buffer.concat(chunks).toString('latin1'), timedOut };
}
