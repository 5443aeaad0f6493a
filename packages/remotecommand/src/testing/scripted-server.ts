import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { channels, decodeFrame, encodeFrame, type Frame } from '../channel.ts';
import type { Connection } from '../connection.ts';

/** The server's end of one connection: WebSocket where the script plays along, bare bytes where it does not. */
export interface Peer {
  readonly ws: WebSocket;
  readonly socket: Socket;
  readonly request: IncomingMessage;
  /** Every message received so far, the empty ones left out. */
  readonly frames: Frame[];
  /** Every message received so far, as it came. */
  readonly messages: Buffer[];
  stdout(text: string | Buffer): void;
  stderr(text: string | Buffer): void;
  status(json: string): void;
}

export interface ScriptedServer extends AsyncDisposable {
  readonly connection: Connection;
  readonly url: URL;
  readonly peers: readonly Peer[];
}

export interface Script {
  /** Plays the server once a connection is open. */
  readonly play?: (peer: Peer) => void;
  /** Takes the place of the handshake: answers, or does not. */
  readonly refuse?: (socket: Socket, request: IncomingMessage) => void;
  readonly subprotocols?: readonly string[];
}

export const exitStatus = (code: number) =>
  JSON.stringify({
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: command terminated with exit code ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  });

export const success = '{"metadata":{},"status":"Success"}';

/** A server on a port of the loopback that follows `script`; disposing it destroys what is left of its sockets. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const peers: Peer[] = [];
  const sockets = new Set<Socket>();
  const accepted = script.subprotocols ?? ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
  const upgrader = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: offered => [...offered].find(name => accepted.includes(name)) ?? false,
  });
  const server = createServer();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket: Socket, head) => {
    if (script.refuse) {
      // An HTTP server's sockets stay half open, and an upgraded one is left to us.
      socket.on('end', () => socket.end());
      script.refuse(socket, request);
    } else
      upgrader.handleUpgrade(request, socket, head, ws => {
        const peer = createPeer({ ws, socket, request });
        peers.push(peer);
        script.play?.(peer);
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    connection: connectionTo(url),
    url,
    peers,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export function connectionTo(server: URL): Connection {
  return { open: async () => ({ server, headers: {}, tls: {} }) };
}

function createPeer({ ws, socket, request }: Pick<Peer, 'ws' | 'socket' | 'request'>): Peer {
  const frames: Frame[] = [];
  const messages: Buffer[] = [];
  ws.on('error', () => {});
  ws.on('message', (data: Buffer) => {
    messages.push(data);
    const frame = decodeFrame(data);
    if (frame) frames.push(frame);
  });
  const send = (channel: number, text: string | Buffer) => ws.send(encodeFrame(channel, Buffer.from(text)));
  return {
    ws,
    socket,
    request,
    frames,
    messages,
    stdout: text => send(channels.stdout, text),
    stderr: text => send(channels.stderr, text),
    status: json => send(channels.error, json),
  };
}
