import {
  type ContextSummary,
  isLabelName,
  type NamespaceSummary,
  type PodSummary,
  type Target,
} from '@podbay/protocol';
import type { Connection } from '@podbay/remotecommand';
import { RefusalError } from '../errors.ts';
import type { Launch } from '../session/process.ts';
import { ApiClient } from './api-client.ts';
import { Connector } from './connection.ts';
import type { ClusterInspection } from './inspect.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig-file.ts';
import { type LaunchObserver, nobody } from './launch-observer.ts';
import { createLauncher, type LaunchContext } from './launcher.ts';
import type { PodListener } from './pod-audience.ts';
import { PodWatch } from './pod-watch.ts';
import { listNamespaces, listPods } from './pods.ts';
import { type PreflightResult, preflight } from './preflight.ts';
import type { ReapMode } from './reap-script.ts';
import { Reaper, type ReapOptions, type ReapResult, type Remains } from './reaper.ts';
import { remoteConnection } from './remote-connection.ts';

/** One kubeconfig context: a cluster, and somebody who acts in it. */
export interface Cluster {
  readonly summary: ContextSummary;
  /** The API server's address, for messages. */
  readonly server: URL;
  /** For `exec` and `attach` of `remotecommand`. */
  readonly connection: Connection;
  readonly client: ApiClient;
  namespaces(signal: AbortSignal): Promise<readonly NamespaceSummary[]>;
  /** `namespace` `''`: of all namespaces. */
  pods(namespace: string, signal: AbortSignal): Promise<readonly PodSummary[]>;
  /** Calls `listener` with a snapshot and each change, until the returned function is called. */
  watchPods(namespace: string, listener: PodListener): () => void;
  /** Why a terminal can't be opened, before it is tried. */
  preflight(target: Target, signal: AbortSignal): Promise<PreflightResult>;
  /** `command` empty: the best shell that the container has. */
  launcher(target: Target, command: readonly string[], observer?: LaunchObserver): Launch;
  /** Ends what a session left in its container. Never rejects. */
  reap(remains: Remains, options: ReapOptions): Promise<ReapResult>;
  /** What it holds now, for diagnosis. */
  inspect(): ClusterInspection;
  close(): void;
}

export interface ClusterOptions {
  readonly summary: ContextSummary;
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
  /** Told of every reaping that has ended, for logs. */
  readonly onReap?: ((remains: Remains, result: ReapResult) => void) | undefined;
  readonly reapMode?: ReapMode | undefined;
}

/** A cluster as a kubeconfig describes it. Nothing is connected before something is asked. */
export class KubeconfigCluster implements Cluster {
  readonly summary: ContextSummary;
  readonly server: URL;
  readonly connection: Connection;
  readonly client: ApiClient;
  readonly #connector: Connector;
  readonly #launches: LaunchContext;
  readonly #watches = new Map<string, PodWatch>();
  readonly #closing = new AbortController();

  constructor({ summary, cluster, user, onReap, reapMode }: ClusterOptions) {
    this.summary = summary;
    this.#connector = new Connector(cluster, user);
    this.server = this.#connector.server;
    this.client = new ApiClient(this.#connector);
    this.connection = remoteConnection(this.#connector);
    this.#launches = {
      client: this.client,
      connection: this.connection,
      server: this.#connector.server,
      reaper: new Reaper({ client: this.client, connection: this.connection, mode: reapMode }),
      dropCredentials: () => this.#connector.dropCredentials(),
      watchPods: (namespace, listener) => this.watchPods(namespace, listener),
      onReap: onReap ?? (() => {}),
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

  async preflight(target: Target, signal: AbortSignal): Promise<PreflightResult> {
    return await preflight(this.client, target, signal);
  }

  launcher(target: Target, command: readonly string[], observer: LaunchObserver = nobody): Launch {
    return createLauncher(this.#launches, { target, command, observer });
  }

  async reap(remains: Remains, options: ReapOptions): Promise<ReapResult> {
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    return await this.#launches.reaper.reap(remains, { ...options, signal });
  }

  inspect(): ClusterInspection {
    const { summary } = this;
    return { context: summary.name, watches: this.#watches.size, sockets: this.#connector.countSockets() };
  }

  close(): void {
    this.#closing.abort();
    for (const watch of this.#watches.values()) watch.close();
    this.#watches.clear();
    this.#connector.close();
  }

  #createWatch(namespace: string): PodWatch {
    const { server } = this.#connector;
    const onIdle = () => this.#watches.delete(namespace);
    const watch = new PodWatch(namespace, { client: this.client, server, onIdle });
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
