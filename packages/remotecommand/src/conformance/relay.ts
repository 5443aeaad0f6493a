import { once } from 'node:events';
import { type AddressInfo, connect, createServer, isIP, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { checkServerIdentity } from 'node:tls';
import type { Connection, ConnectionParameters } from '../connection.ts';

/** A way to the server that can be stalled or cut. */
export interface Relay {
  readonly connection: Connection;
  /** Passes nothing on any more, in either direction, and says nothing. */
  stall(): void;
  /** Resets every connection. */
  cut(): void;
}

/** Relays bytes to where `target` leads, until the test's end. Goes there directly: a proxy's agent is left out. */
export async function startRelay(t: TestContext, target: Connection): Promise<Relay> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const { server: origin } = await target.open();
  const server = createServer(near => {
    const far = connect(Number(origin.port) || (origin.protocol === 'https:' ? 443 : 80), hostOf(origin));
    keep(near);
    keep(far);
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    connection: { open: async () => redirect(await target.open(), port) },
    stall() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    cut() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
  };
}

function redirect({ server, headers, tls }: ConnectionParameters, port: number): ConnectionParameters {
  const relay = new URL(server);
  relay.host = `127.0.0.1:${port}`;
  const host = tls.servername ?? hostOf(server);
  return {
    server: relay,
    headers,
    tls: {
      ...tls,
      ...(isIP(host) === 0 && { servername: host }),
      checkServerIdentity: (_relayHost, certificate) => checkServerIdentity(host, certificate),
    },
  };
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
