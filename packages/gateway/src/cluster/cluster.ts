import {
  type ContextSummary,
  type DebugContainer,
  isLabelName,
  type NamespaceSummary,
  type PodSummary,
  type Target,
} from '@podbay/protocol';
import type { Connection, Timing } from '@podbay/remotecommand';
import { RefusalError } from '../errors.ts';
import type { Identity } from '../identity.ts';
import type { Launch } from '../session/process.ts';
import { type AccessAnswer, type AccessQuestion, checkAccess } from './access-review.ts';
import { type Admit, admitAll } from './admission.ts';
import { ApiClient } from './api-client.ts';
import type { Caretaker } from './caretaker.ts';
import type { Connector } from './connection.ts';
import type { DebugPlan } from './debug-container.ts';
import { type DebugObserver, startDebugContainer } from './debug-start.ts';
import { type IdentityAnswer, reviewIdentity } from './identity-review.ts';
import { type LaunchObserver, nobody } from './launch-observer.ts';
import { createLauncher, type LaunchContext } from './launcher.ts';
import type { PodListener } from './pod-audience.ts';
import type { PodTurns } from './pod-turns.ts';
import { PodWatch, type PodWatchTiming } from './pod-watch.ts';
import { listNamespaces, listPods } from './pods.ts';
import { type PreflightResult, preflight } from './preflight.ts';
import type { ReapMode } from './reap-script.ts';
import { Reaper, type ReapOptions, type ReapResult, type Remains } from './reaper.ts';
import { RecentAccess } from './recent-access.ts';
import { remoteConnection } from './remote-connection.ts';
import { SpareConnection } from './spare-connection.ts';

/** One kubeconfig context, asked as one identity and no other. */
export interface Cluster extends Caretaker {
  readonly summary: ContextSummary;
  readonly identity: Identity;
  /** The API server's address, for messages. */
  readonly server: URL;
  /** For `exec` and `attach` of `remotecommand`. */
  readonly connection: Connection;
  namespaces(signal: AbortSignal): Promise<readonly NamespaceSummary[]>;
  /** `namespace` `''`: of all namespaces. */
  pods(namespace: string, signal: AbortSignal): Promise<readonly PodSummary[]>;
  /** As whom the API server knows the identity. Rejects with a `RefusalError` where it can't be asked. */
  whoAmI(signal: AbortSignal): Promise<IdentityAnswer>;
  /** What the identity may do. Rejects only when `signal` aborts. */
  checkAccess(question: AccessQuestion, signal: AbortSignal): Promise<AccessAnswer>;
  /** Why a terminal can't be opened, before it is tried. */
  preflight(target: Target, signal: AbortSignal): Promise<PreflightResult>;
  /** `command` empty: the best shell that the container has. */
  launcher(target: Target, command: readonly string[], settings?: LaunchSettings): Launch;
  /** Starts a debug container, or finds the one that is there. Rejects with a `RefusalError`, and when `signal` aborts. */
  debug(plan: DebugPlan, observer: DebugObserver, signal: AbortSignal): Promise<DebugContainer>;
  /** Keeps it open until the returned function is called: something goes on that will need it. */
  hold(): () => void;
  /** Somebody holds it, or watches. */
  readonly inUse: boolean;
  /** Live lists of pods. */
  readonly watchCount: number;
  close(): void;
}

/** Who has a say in a launch, and in what comes after it. */
export interface LaunchSettings {
  readonly observer?: LaunchObserver | undefined;
  /** Default: nothing is forbidden. */
  readonly admit?: Admit | undefined;
  /** As whom the shell is looked after once it runs; default: as who launches it. */
  readonly caretaker?: Caretaker | undefined;
}

/** What is the same for all clusters. */
export interface ClusterSettings {
  /** Told of every reaping that has ended, for logs. */
  readonly onReap?: ((remains: Remains, result: ReapResult) => void) | undefined;
  /** What is ended of a session that ends before its shell has exited; default `hangup`. */
  readonly reapMode?: ReapMode | undefined;
  /** How often Kubernetes is asked whether live lists may go on, in ms; 0: never. Default: a minute. */
  readonly accessCheckMs?: number | undefined;
  /** The clocks of shells' connections; what is left out has remotecommand's defaults. */
  readonly execTiming?: Partial<Timing> | undefined;
}

export interface ClusterOptions extends ClusterSettings {
  readonly summary: ContextSummary;
  readonly identity: Identity;
  readonly connector: Connector;
  /** Shared by all who reap in the same pods. */
  readonly reapTurns: PodTurns;
}

/** A cluster as a kubeconfig describes it. Nothing is connected before something is asked. */
export class KubeconfigCluster implements Cluster {
  readonly summary: ContextSummary;
  readonly server: URL;
  readonly connection: Connection;
  readonly client: ApiClient;
  readonly identity: Identity;
  readonly #reaper: Reaper;
  readonly #launches: LaunchContext;
  readonly #watchTiming: Partial<PodWatchTiming>;
  readonly #watches = new Map<string, PodWatch>();
  readonly #closing = new AbortController();
  #holders = 0;

  constructor({ summary, identity, connector, reapTurns, onReap, reapMode, ...options }: ClusterOptions) {
    const { accessCheckMs, execTiming = {} } = options;
    this.#watchTiming = accessCheckMs === undefined ? {} : { recheckMs: accessCheckMs };
    this.summary = summary;
    this.identity = identity;
    this.server = connector.server;
    this.client = new ApiClient(connector);
    const spare = new SpareConnection(connector, this.client, this.#closing.signal);
    this.connection = remoteConnection(connector, spare);
    this.#reaper = new Reaper({
      client: this.client,
      connection: this.connection,
      turns: reapTurns,
      mode: reapMode,
    });
    this.#launches = {
      client: this.client,
      access: new RecentAccess(this.client),
      connection: this.connection,
      server: this.server,
      dropCredentials: () => connector.dropCredentials(),
      onReap: onReap ?? (() => {}),
      timing: execTiming,
      closing: this.#closing.signal,
    };
  }

  async namespaces(signal: AbortSignal): Promise<readonly NamespaceSummary[]> {
    return await listNamespaces(this.client, signal);
  }

  async pods(namespace: string, signal: AbortSignal): Promise<readonly PodSummary[]> {
    checkNamespace(namespace);
    return (await listPods(this.client, namespace, signal)).pods;
  }

  watchPods(namespace: string, listener: PodListener): () => void {
    checkNamespace(namespace);
    const watch = this.#watches.get(namespace) ?? this.#createWatch(namespace);
    return watch.subscribe(listener);
  }

  async whoAmI(signal: AbortSignal): Promise<IdentityAnswer> {
    return await reviewIdentity(this.client, signal);
  }

  async checkAccess(question: AccessQuestion, signal: AbortSignal): Promise<AccessAnswer> {
    return await checkAccess(this.client, question, signal);
  }

  async preflight(target: Target, signal: AbortSignal): Promise<PreflightResult> {
    return await preflight(this.#launches, target, signal);
  }

  launcher(target: Target, command: readonly string[], settings: LaunchSettings = {}): Launch {
    const { observer = nobody, admit = admitAll, caretaker = this } = settings;
    return createLauncher(this.#launches, { target, command, observer, admit, caretaker });
  }

  async debug(plan: DebugPlan, observer: DebugObserver, signal: AbortSignal): Promise<DebugContainer> {
    return await startDebugContainer(this.client, { plan, observer, signal });
  }

  async look(remains: Remains, signal: AbortSignal): Promise<ReapResult> {
    return await this.#reaper.look(remains, AbortSignal.any([signal, this.#closing.signal]));
  }

  async reap(remains: Remains, options: ReapOptions): Promise<ReapResult> {
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    return await this.#reaper.reap(remains, { ...options, signal });
  }

  hold(): () => void {
    this.#holders += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.#holders -= 1;
      isHeld = false;
    };
  }

  get inUse(): boolean {
    return this.#holders > 0 || this.#watches.size > 0;
  }

  get watchCount(): number {
    return this.#watches.size;
  }

  close(): void {
    this.#closing.abort();
    for (const watch of this.#watches.values()) watch.close();
    this.#watches.clear();
  }

  #createWatch(namespace: string): PodWatch {
    const { client, server } = this;
    const onIdle = () => this.#watches.delete(namespace);
    const watch = new PodWatch(namespace, { client, server, onIdle, timing: this.#watchTiming });
    this.#watches.set(namespace, watch);
    return watch;
  }
}

/** `''` stands for all namespaces. */
function checkNamespace(namespace: string): void {
  if (namespace === '' || isLabelName(namespace)) return;
  const message = `${JSON.stringify(namespace)} is not the name of a namespace.`;
  throw new RefusalError({ code: 'bad-request', message });
}
