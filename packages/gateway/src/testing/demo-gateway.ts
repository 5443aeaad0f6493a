import { type DemoCluster, startDemoCluster } from '@podbay/demo-cluster';
import {
  type AttachQuery,
  attachPath,
  formatAttachQuery,
  parseServerMessage,
  type ServerMessage,
  subprotocol,
} from '@podbay/protocol';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { LocalLogin } from '../auth/local-login.ts';
import { loadClusters } from '../cluster/clusters.ts';
import { Gateway } from '../gateway.ts';
import type { GatewayLimits } from '../limits.ts';

/** A whole gateway in front of the demo cluster, logged in to. */
export async function startDemoGateway(limits: Partial<GatewayLimits> = {}) {
  const demo = await startDemoCluster();
  const sources = [{ kubeconfig: { type: 'content', content: demo.kubeconfig }, demo: true }] as const;
  const clusters = await loadClusters({ sources });
  const login = new LocalLogin({ cookieName: 'podbay', onStaleLink: () => {} });
  const cookie = String(login.redeem(login.newToken())).split(';')[0] ?? '';
  const logger = pino({ level: 'error' });
  const gateway = new Gateway({ clusters, authenticator: login, logger, version: 'test', limits });
  const host = `127.0.0.1:${await gateway.listen(0, '127.0.0.1')}`;
  return {
    demo,
    gateway,
    connect: (query: AttachQuery) => new TerminalClient(host, cookie, query),
    async [Symbol.asyncDispose]() {
      await gateway.close();
      login.close();
      clusters.close();
      await demo.close();
    },
  };
}

/** The pod and container with everything that a terminal needs. */
export const playground = {
  context: 'demo',
  namespace: 'default',
  pod: 'playground',
  container: 'shell',
} as const;

/** What runs in a container with a session's marker in its environment. */
export async function markedProcesses(demo: DemoCluster, target = playground): Promise<readonly string[]> {
  const processes = (await (await demo.findContainer(target))?.processes()) ?? [];
  return processes.filter(({ environment }) => 'PODBAY_SESSION' in environment).map(({ command }) => command);
}

/** A browser as far as the wire is concerned: it counts offsets and acknowledges what it is told to. */
export class TerminalClient {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  readonly closed: Promise<number>;
  /** Called with each binary message's bytes, snapshots among them. */
  onBytes: (bytes: Buffer, isSnapshot: boolean) => void = () => {};
  acknowledging = true;
  /** Absolute offset of the next output byte. */
  offset = 0;
  #snapshotBytes = 0;
  #output: Buffer[] = [];

  constructor(host: string, cookie: string, query: AttachQuery) {
    const url = `ws://${host}${attachPath}?${formatAttachQuery(query)}`;
    // A program's way, without a ticket: the cookie's value as a bearer token.
    const authorization = `Bearer ${cookie.split('=')[1]}`;
    this.socket = new WebSocket(url, subprotocol, { headers: { authorization } });
    this.socket.on('error', () => {});
    this.socket.on('message', (data: Buffer, isBinary) =>
      isBinary ? this.#handleBytes(data) : this.#handleText(data),
    );
    this.closed = new Promise(resolve => this.socket.on('close', resolve));
  }

  /** The output so far, without snapshots. */
  get text(): string {
    return Buffer.concat(this.#output).toString();
  }

  find<Type extends ServerMessage['type']>(type: Type): Extract<ServerMessage, { type: Type }> | undefined {
    return this.messages.find(message => message.type === type) as
      | Extract<ServerMessage, { type: Type }>
      | undefined;
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text));
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  acknowledge(): void {
    this.send({ type: 'ack', offset: this.offset });
  }

  /** Waits until `condition` holds; fails with what was seen after `deadlineMs`. */
  async until(condition: () => boolean, deadlineMs = 20_000): Promise<void> {
    const startedMs = performance.now();
    while (!condition()) {
      if (performance.now() - startedMs > deadlineMs) {
        throw new Error(
          `timed out; messages ${JSON.stringify(this.messages)}, output ends ${JSON.stringify(this.text.slice(-200))}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }

  #handleText(data: Buffer): void {
    const message = parseServerMessage(data.toString());
    if (message === undefined) return;
    this.messages.push(message);
    if (message.type !== 'attached') return;
    this.offset = message.offset;
    this.#snapshotBytes = message.snapshot?.bytes ?? 0;
  }

  #handleBytes(bytes: Buffer): void {
    const snapshot = bytes.subarray(0, this.#snapshotBytes);
    this.#snapshotBytes -= snapshot.length;
    if (snapshot.length > 0) this.onBytes(snapshot, true);
    const output = bytes.subarray(snapshot.length);
    if (output.length === 0) return;
    this.offset += output.length;
    this.#output.push(output);
    this.onBytes(output, false);
    if (this.acknowledging) this.acknowledge();
  }
}
