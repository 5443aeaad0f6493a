import { rm } from 'node:fs/promises';
import { Authenticator } from './access/authenticator.ts';
import { Authorizer } from './access/authorizer.ts';
import { type OidcOptions, OidcTokens } from './access/oidc.ts';
import type { Account } from './access/users.ts';
import { ApiServer } from './apiserver/api-server.ts';
import { Controllers } from './controllers/controllers.ts';
import { Scheduler } from './controllers/scheduler.ts';
import type { ContainerPlace, DemoCluster } from './demo-cluster.ts';
import { contextOf, formatKubeconfig, writeKubeconfig } from './kubeconfig.ts';
import { type Backoff, defaultBackoff } from './kubelet/backoff.ts';
import { EventRecorder } from './kubelet/event-recorder.ts';
import { Kubelet } from './kubelet/kubelet.ts';
import { ObjectStore } from './object-store.ts';
import { createRuntime } from './runtime/create-runtime.ts';
import type { Container, Runtime } from './runtime/runtime.ts';
import { preferredNamespaces, seedAccounts, type UserName } from './seed/rbac.ts';
import { seed } from './seed/seed.ts';
import type { Faults } from './streaming/faults.ts';
import type { StreamPath } from './streaming/stream-request.ts';
import { createStreamServer, type StreamServer } from './streaming/stream-server.ts';
import { createTlsMaterial, type TlsMaterial } from './tls.ts';

export interface DemoClusterOptions {
  /** 0, the default: any that is free. Always on 127.0.0.1. */
  readonly port?: number;
  /** Where to write the kubeconfig; it is removed again at the end. Without it nothing is written. */
  readonly kubeconfigPath?: string;
  /** The way that exec and attach take; `B`, that of Kubernetes 1.36, by default. */
  readonly path?: StreamPath;
  /** How long containers that fail again and again wait. */
  readonly backoff?: Backoff;
  /** How often a watch that allows bookmarks gets one; a minute by default. */
  readonly bookmarkMs?: number;
  /** How long the dial to a node that is unreachable takes before its error comes; 30 s by default, as in Kubernetes. */
  readonly unreachableWaitMs?: number;
  /** How long an exec or attach may go without a message; pings don't count. 4 h by default, as in Kubernetes. */
  readonly streamIdleMs?: number;
  /** An issuer whose ID tokens are good as bearer tokens; what its users may do, roles and bindings say. */
  readonly oidc?: OidcOptions;
  /**
   * How many more pods the company has, in namespaces and workloads of their own; none by default. They are listed as running, and
   * cost no process until somebody opens a terminal in one.
   */
  readonly extraPods?: number;
  /** What runs the containers; local processes by default. The cluster closes it. */
  readonly runtime?: Runtime;
}

const admin: UserName = 'admin';
// A cluster that has lived.
const firstRevision = 184_213;
// All of them still fit into what the store remembers of the past.
const maxExtraPods = 8000;

/** Starts a Kubernetes API server in small, with a company in it whose containers are local processes. */
export async function startDemoCluster(options: DemoClusterOptions = {}): Promise<DemoCluster> {
  assertOptions(options);
  const now = () => new Date();
  const [tls, runtime] = await Promise.all([createTlsMaterial(now()), options.runtime ?? createRuntime()]);
  const cluster = new LocalCluster({ options, tls, runtime, now });
  try {
    await cluster.start();
    return cluster;
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

function assertOptions({ port = 0, path = 'B', extraPods = 0 }: DemoClusterOptions): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`port must be an integer from 0 to 65535, got ${port}`);
  }
  if (!['A', 'B', 'C'].includes(path)) throw new TypeError(`path must be A, B or C, got ${path}`);
  if (!Number.isInteger(extraPods) || extraPods < 0 || extraPods > maxExtraPods) {
    throw new TypeError(`extraPods must be an integer from 0 to ${maxExtraPods}, got ${extraPods}`);
  }
}

interface ClusterParts {
  readonly options: DemoClusterOptions;
  readonly tls: TlsMaterial;
  readonly runtime: Runtime;
  readonly now: () => Date;
}

class LocalCluster implements DemoCluster {
  url = '';
  kubeconfig = '';
  readonly kubeconfigPath: string | undefined;
  readonly context = contextOf(admin, admin);
  readonly users: Readonly<Record<UserName, string>>;
  readonly isolation: string;
  readonly faults: Faults;
  readonly #parts: ClusterParts;
  readonly #accounts: readonly Account[];
  readonly #authenticator: Authenticator;
  readonly #store = new ObjectStore({ firstRevision });
  readonly #kubelet: Kubelet;
  readonly #controllers: Controllers;
  readonly #scheduler: Scheduler;
  readonly #streams: StreamServer;
  readonly #server: ApiServer;
  #path: StreamPath;
  #closed: Promise<void> | undefined;

  constructor(parts: ClusterParts) {
    const { options, runtime, now } = parts;
    const { backoff = defaultBackoff, unreachableWaitMs, streamIdleMs, oidc } = options;
    this.#parts = parts;
    this.#path = options.path ?? 'B';
    this.#accounts = seedAccounts(now());
    this.#authenticator = new Authenticator({
      accounts: this.#accounts,
      ...(oidc === undefined ? {} : { oidc: new OidcTokens(oidc) }),
      now,
    });
    const recorder = new EventRecorder(this.#store, now);
    const context = { store: this.#store, recorder, now };
    this.#kubelet = new Kubelet({ ...context, runtime, backoff });
    this.#controllers = new Controllers(context);
    this.#scheduler = new Scheduler(context);
    this.#streams = createStreamServer({
      ...(unreachableWaitMs === undefined ? {} : { unreachableWaitMs }),
      ...(streamIdleMs === undefined ? {} : { idleMs: streamIdleMs }),
    });
    this.#server = this.#createServer();
    this.kubeconfigPath = options.kubeconfigPath;
    this.users = tokensOf(this.#accounts);
    this.isolation = runtime.isolation;
    this.faults = this.#streams.faults;
  }

  async start(): Promise<void> {
    const { options, tls, now } = this.#parts;
    seed(this.#store, now(), options.extraPods);
    this.url = `https://127.0.0.1:${await this.#server.listen(options.port ?? 0)}`;
    this.kubeconfig = formatKubeconfig({
      server: this.url,
      caCertificate: tls.caCertificate,
      accounts: this.#accounts,
      admin,
      namespaces: preferredNamespaces,
    });
    this.#kubelet.start();
    this.#scheduler.start();
    this.#controllers.start();
    if (this.kubeconfigPath !== undefined) await writeKubeconfig(this.kubeconfigPath, this.kubeconfig);
  }

  setPath(path: StreamPath): void {
    this.#path = path;
  }

  revokeToken(user: UserName): void {
    this.#authenticator.revoke(this.users[user]);
  }

  findContainer(place: ContainerPlace): Promise<Container | undefined> {
    return this.#kubelet.findContainer(place);
  }

  compact(): void {
    this.#store.compact();
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    this.#controllers.close();
    this.#scheduler.close();
    await this.#streams.close();
    await this.#server.close();
    await this.#kubelet.close();
    await this.#parts.runtime.close();
    // Without a port there was no start, and a file of that name is somebody else's.
    if (this.kubeconfigPath !== undefined && this.url !== '') await rm(this.kubeconfigPath, { force: true });
  }

  #createServer(): ApiServer {
    const { options, tls, now } = this.#parts;
    return new ApiServer({
      tls,
      context: {
        store: this.#store,
        authenticator: this.#authenticator,
        authorizer: new Authorizer(this.#store),
        kubelet: this.#kubelet,
        now,
        bookmarkMs: options.bookmarkMs ?? 60_000,
        path: () => this.#path,
        stream: request => this.#streams.handle(request),
      },
    });
  }
}

function tokensOf(accounts: readonly Account[]): Readonly<Record<UserName, string>> {
  return Object.fromEntries(accounts.map(({ name, token }) => [name, token])) as Record<UserName, string>;
}
