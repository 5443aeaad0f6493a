import { createHash } from 'node:crypto';
import type { Agent } from 'node:http';
import { createSecureContext } from 'node:tls';
import { DirectHttpAgent, DirectHttpsAgent } from '@podbay/remotecommand';
import { createSocksAgent } from './client-node.ts';
import type { SocketCounts } from './inspect.ts';
import { TunnelAgent } from './tunnel-agent.ts';

/** What a TLS connection to an API server is made with. */
export interface TlsMaterial {
  readonly ca?: Buffer | string;
  readonly cert?: Buffer | string;
  readonly key?: Buffer | string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

// Idle connections are closed before the API server, or what is in front of it, closes them in the middle of a request.
const idleMs = 30_000;
const maxAgents = 4;
// A shell may get a connection that a request has used: paused, it must be read no more after the next chunk, where Node
// would go on until 64 KiB wait.
const promptPause = { highWaterMark: 1 };

/**
 * Keep-alive agents by what they connect with: as long as certificates stay the same their connections are used again,
 * and rotated ones take effect with the next request.
 */
export class TlsAgents {
  readonly #agents = new Map<string, Agent>();

  async get(server: URL, material: TlsMaterial, proxy: string | undefined): Promise<Agent> {
    const { ca, cert, key: privateKey, servername, rejectUnauthorized } = material;
    const key = hash([server.protocol, proxy, ca, cert, privateKey, servername, rejectUnauthorized]);
    const agent = this.#agents.get(key) ?? (await createAgent(server, material, proxy));
    // Whoever created it first while we waited wins; a Map keeps the order of insertion: the last is the latest used.
    const winner = this.#agents.get(key) ?? agent;
    this.#agents.delete(key);
    this.#agents.set(key, winner);
    this.#forgetOldest();
    return winner;
  }

  /** The connections that they hold now. */
  count(): SocketCounts {
    const agents = [...this.#agents.values()];
    return {
      busy: sum(agents.map(({ sockets }) => sizeOf(sockets))),
      idle: sum(agents.map(({ freeSockets }) => sizeOf(freeSockets))),
    };
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  /** An agent that is forgotten keeps the requests that it carries; its idle connections end. */
  #forgetOldest(): void {
    const [oldest] = this.#agents;
    if (this.#agents.size <= maxAgents || oldest === undefined) return;
    const [key, agent] = oldest;
    this.#agents.delete(key);
    for (const sockets of Object.values(agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }
}

function sizeOf(sockets: NodeJS.ReadOnlyDict<readonly unknown[]>): number {
  return sum(Object.values(sockets).map(list => list?.length ?? 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

async function createAgent(server: URL, material: TlsMaterial, proxy: string | undefined): Promise<Agent> {
  const kept = { keepAlive: true, timeout: idleMs, ...promptPause };
  const options = { ...material, ...kept };
  if (server.protocol === 'http:') return new DirectHttpAgent(kept);
  // One for all connections: else each would parse the certificates again, and keep them.
  if (proxy === undefined)
    return new DirectHttpsAgent({ ...options, secureContext: createSecureContext(material) });
  if (proxy.startsWith('socks')) return await createSocksAgent(proxy, material);
  return new TunnelAgent(new URL(proxy), options);
}

function hash(parts: readonly unknown[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(Buffer.isBuffer(part) ? part : String(part)).update('\0');
  return digest.digest('base64');
}
