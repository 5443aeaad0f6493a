import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoCluster } from '@podbay/demo-cluster';
import type { AttachQuery, Target } from '@podbay/protocol';
import type { Timing } from '@podbay/remotecommand';
import { pino } from 'pino';
import type { Audit } from '../audit/audit.ts';
import type { AuditEntry, AuditEntryName } from '../audit/audit-entry.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type Clusters, loadClusters } from '../cluster/clusters.ts';
import { Gateway, type GatewayOptions } from '../gateway.ts';
import { gatewayIdentity } from '../identity.ts';
import type { GatewayLimits } from '../limits.ts';
import type { SessionPolicy } from '../session-policy.ts';
import { TerminalClient } from './demo-gateway.ts';
import { type TestLogin, TestLogins } from './test-logins.ts';

export interface LeakBedOptions {
  readonly limits?: Partial<GatewayLimits>;
  readonly stateDir?: string;
  /** Where the API server is reached instead of its own port. */
  readonly apiPort?: number;
  /** The context that is opened; default: the demo cluster's current one. */
  readonly context?: string;
  readonly policy?: SessionPolicy;
  readonly recording?: GatewayOptions['recording'];
  readonly execTiming?: Partial<Timing>;
  readonly debug?: GatewayOptions['debug'];
  /** Default: the audit can be written. */
  readonly auditCheck?: Audit['check'];
}

interface OpenOptions {
  /** Whose terminal it is; default: that of the only user of the local login. */
  readonly login?: TestLogin;
  readonly command?: readonly string[];
  /** Of a relay to the gateway. */
  readonly port?: number;
}

const limits = { graceMs: 300, heartbeatMs: 300 };

/** A gateway in front of a demo cluster, of which nothing may be left once its sessions are over. */
export class LeakBed {
  readonly demo: DemoCluster;
  readonly clusters: Clusters;
  readonly gateway: Gateway;
  readonly audit: AuditEntry[] = [];
  readonly warnings: string[] = [];
  readonly logins = new TestLogins();
  readonly #context: string;
  readonly #local = this.logins.add('local');
  readonly #clients: TerminalClient[] = [];
  readonly #places = new Map<string, Target>();
  readonly #resources: ReadonlyMap<string, number>;
  port = 0;

  constructor(demo: DemoCluster, clusters: Clusters, options: LeakBedOptions) {
    this.demo = demo;
    this.clusters = clusters;
    this.#context = options.context ?? demo.context;
    this.#resources = countResources();
    this.gateway = new Gateway({
      clusters,
      authenticator: this.logins,
      logger: pino({ level: 'warn' }, { write: line => this.warnings.push(line) }),
      version: 'test',
      limits: { ...limits, ...options.limits },
      audit: { record: entry => this.audit.push(entry), check: options.auditCheck ?? (() => undefined) },
      ...(options.stateDir !== undefined && { stateDir: options.stateDir }),
      ...(options.policy !== undefined && { policy: options.policy }),
      ...(options.recording !== undefined && { recording: options.recording }),
      ...(options.debug !== undefined && { debug: options.debug }),
    });
  }

  /** Opens a terminal. */
  open(place: Omit<Target, 'context'>, options: OpenOptions = {}): TerminalClient {
    const target = { ...place, context: this.#context };
    this.#places.set(JSON.stringify(place), target);
    const ids = { session: randomUUID(), client: randomUUID() };
    const size = { cols: 80, rows: 24 };
    return this.connect({ type: 'open', ...ids, target, size, command: options.command ?? [] }, options);
  }

  /** Comes back to a terminal by its id. */
  resume(session: string, login: TestLogin = this.#local): TerminalClient {
    const client = randomUUID();
    return this.connect({ type: 'resume', session, client, offset: 0, size: undefined }, { login });
  }

  connect(query: AttachQuery, { port = this.port, login = this.#local }: OpenOptions = {}): TerminalClient {
    const client = new TerminalClient(`127.0.0.1:${port}`, login.cookie, query);
    this.#clients.push(client);
    return client;
  }

  /** Asks the REST interface. */
  async request(path: string, { login, ...init }: { login: TestLogin; method?: string; body?: string }) {
    const headers = { authorization: login.authorization };
    return await fetch(`http://127.0.0.1:${this.port}/api/v1${path}`, { ...init, headers });
  }

  /** Opens a shell and waits until it works. */
  async shell(place: Omit<Target, 'context'>, options: OpenOptions = {}): Promise<TerminalClient> {
    const client = this.open(place, options);
    await client.until(() => client.find('started') !== undefined);
    client.type('echo re$((1))ady\r');
    await client.until(() => client.text.includes('re1ady'));
    return client;
  }

  /** As the kubeconfig's own user. */
  get cluster(): Cluster {
    return this.clusters.get(this.demo.context, gatewayIdentity);
  }

  events(name: AuditEntryName): readonly AuditEntry[] {
    return this.audit.filter(({ event }) => event === name);
  }

  /** What bears a session's marker in any container that was opened. */
  async marked(): Promise<readonly string[]> {
    const lists = [...this.#places.values()].map(async place => {
      const processes = (await (await this.demo.findContainer(place))?.processes()) ?? [];
      return processes.filter(({ environment }) => 'PODBAY_SESSION' in environment).map(one => one.command);
    });
    return (await Promise.all(lists)).flat();
  }

  /** Asserts that the sessions go, and everything in the containers, before the gateway closes. */
  async untilOver(deadlineMs = 10_000): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    const left = async () => ({ sessions: this.gateway.sessionCount, marked: await this.marked() });
    for (let now = await left(); now.sessions + now.marked.length > 0; now = await left()) {
      assert.ok(Date.now() < deadline, `left: ${JSON.stringify(now)}`);
      await sleep(50);
    }
  }

  /** Closes the gateway, and asserts that nothing is left of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { socket } of this.#clients) socket.terminate();
    await this.gateway.close();
    this.clusters.close();
    assert.deepEqual(await this.marked(), []);
    await this.#untilFreed();
  }

  async #untilFreed(): Promise<void> {
    const deadline = Date.now() + 5_000;
    const more = () =>
      [...countResources()].filter(([name, count]) => count > (this.#resources.get(name) ?? 0));
    while (more().length > 0) {
      assert.ok(Date.now() < deadline, `more than before: ${JSON.stringify(more())}`);
      await sleep(20);
    }
  }
}

export async function startLeakBed(demo: DemoCluster, options: LeakBedOptions = {}): Promise<LeakBed> {
  const { port } = new URL(demo.url);
  const content = demo.kubeconfig.replaceAll(`:${port}`, `:${options.apiPort ?? port}`);
  const sources = [{ kubeconfig: { type: 'content', content } }] as const;
  const clusters = await loadClusters({ sources, execTiming: options.execTiming });
  const bed = new LeakBed(demo, clusters, options);
  bed.port = await bed.gateway.listen(0, '127.0.0.1');
  return bed;
}

// The demo cluster's own processes and pipes come and go.
const counted = /^(TCP|TLS|Timeout|MessagePort|FSReq|GetAddrInfo)/;

function countResources(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) {
    if (counted.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
