import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { Subprotocol } from '@podbay/remotecommand';
import { type WebSocket, WebSocketServer } from 'ws';
import type { StreamRequest } from './stream-request.ts';

/** As golang.org/x/net/websocket's `DefaultMaxPayloadBytes`. */
const maxFrameBytes = 32 * 1024 * 1024;
const closeWaitMs = 10_000;

/** Answers 101 with this subprotocol and without extensions. */
export function acceptWebSocket(request: StreamRequest, subprotocol: Subprotocol): Promise<WebSocket> {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // Pongs are the read loop's: a blocked loop answers none.
    autoPong: false,
    skipUTF8Validation: true,
    maxPayload: maxFrameBytes,
    handleProtocols: () => subprotocol,
  });
  return new Promise(resolve => {
    server.handleUpgrade(request.request, request.socket, request.head, webSocket => {
      // A frame that breaks the protocol (unmasked, too long): ws answers with a close frame, and 'close' tells.
      webSocket.on('error', () => {});
      resolve(webSocket);
    });
  });
}

/** Sends a close frame and closes the TCP connection right after it: Kubernetes does not linger for the client's answer. */
export function closeAtOnce(webSocket: WebSocket, socket: Duplex): void {
  webSocket.close(1000);
  if (socket instanceof Socket) socket.destroySoon();
  else socket.end();
  const deadline = setTimeout(() => socket.destroy(), closeWaitMs);
  deadline.unref();
  socket.once('close', () => clearTimeout(deadline));
}

/** Ends the TCP connection with a RST. */
export function resetConnection(socket: Duplex): void {
  const transport = transportOf(socket);
  if (transport instanceof Socket) transport.resetAndDestroy();
  socket.destroy();
}

/** Below TLS: Node resets TCP sockets only, and keeps the one below a server's TLS socket to itself (`_parent`). */
function transportOf(socket: Duplex): unknown {
  return socket instanceof TLSSocket ? Reflect.get(socket, '_parent') : socket;
}
