import type { ConnectionOptions } from 'node:tls';
import { WebSocket } from 'ws';

export interface SocketOptions extends Pick<ConnectionOptions, 'ca' | 'cert' | 'key'> {
  readonly protocols: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly handleMessage: (message: Buffer, isBinary: boolean) => void;
  /** Once. */
  readonly handleClose: (reason: string) => void;
}

const handshakeMs = 60_000;

/** A WebSocket without compression and without a word that could be thrown. */
export function openSocket(url: string, options: SocketOptions): WebSocket {
  const { protocols, headers, handleMessage, handleClose, ...tls } = options;
  const socket = new WebSocket(url, [...protocols], {
    ...tls,
    headers: { ...headers },
    perMessageDeflate: false,
    skipUTF8Validation: true,
    handshakeTimeout: handshakeMs,
  });
  let reason = '';
  socket.on('error', error => {
    reason = error.message;
  });
  socket.on('message', (data, isBinary) => handleMessage(data as Buffer, isBinary));
  socket.on('close', (code, words) => handleClose(reason || `${code} ${words}`));
  return socket;
}
