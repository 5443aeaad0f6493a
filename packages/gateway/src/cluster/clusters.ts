import type { ContextSummary } from '@podbay/protocol';
import { RefusalError } from '../errors.ts';
import type { Identity, TokenIdentity } from '../identity.ts';
import { ApiClient } from './api-client.ts';
import { type Cluster, type ClusterSettings, KubeconfigCluster } from './cluster.ts';
import { ClusterCache } from './cluster-cache.ts';
import { ConfigError } from './config-error.ts';
import { Context } from './context.ts';
import { identityKey } from './identity-key.ts';
import { type IdentityAnswer, reviewIdentity } from './identity-review.ts';
import type { ClusterInspection } from './inspect.ts';
import { type KubeconfigSource, loadKubeconfig } from './kubeconfig.ts';
import type { ContextEntry, Kubeconfig } from './kubeconfig-file.ts';
import { PodTurns } from './pod-turns.ts';

/** A kubeconfig whose contexts are offered. */
export interface ClusterSource {
  readonly kubeconfig: KubeconfigSource;
  /** The contexts are marked as the embedded demo cluster's. */
  readonly demo?: boolean;
}

export interface ClustersOptions extends ClusterSettings {
  /** Of several that have a context of the same name the first one counts. */
  readonly sources: readonly ClusterSource[];
  /** The context to start with; default: the first source's current one. A `ConfigError` if there is none of that name. */
  readonly context?: string | undefined;
  /** How long what a user's identity needs is kept after its last use, in ms; default: 10 minutes. */
  readonly identityIdleMs?: number | undefined;
}

/** Loads every source. Rejects with a `ConfigError` that is one clear line. */
export async function loadClusters(options: ClustersOptions): Promise<Clusters> {
  const configs = await Promise.all(
    options.sources.map(async ({ kubeconfig, demo = false }) => ({
      config: await loadKubeconfig(kubeconfig),
      demo,
    })),
  );
  return new Clusters(configs, options);
}

interface LoadedConfig {
  readonly config: Kubeconfig;
  readonly demo: boolean;
}

/** The clusters that can be opened, by context and by who asks. Each is created when it is first asked for. */
export class Clusters {
  readonly #contexts = new Map<string, Context>();
  readonly #open: ClusterCache;
  readonly #current: string | undefined;
  readonly #settings: ClusterSettings;
  readonly #reapTurns = new PodTurns();

  constructor(configs: readonly LoadedConfig[], options: Omit<ClustersOptions, 'sources'> = {}) {
    for (const { config, demo } of configs) {
      for (const entry of config.contexts.values()) {
        const { name } = entry;
        if (!this.#contexts.has(name)) this.#contexts.set(name, new Context(summarize(entry, demo), config));
      }
    }
    this.#settings = options;
    this.#open = new ClusterCache(options.identityIdleMs);
    this.#current = this.#chooseCurrent(options.context, configs);
  }

  /** Those that `identity` may see. */
  contexts(identity: Identity): readonly ContextSummary[] {
    const open = [...this.#contexts.values()].filter(context => context.isOpenTo(identity));
    return open.map(({ summary }) => summary);
  }

  /** The name of the context to start with, for somebody who may see it, or else of another one that they may see. */
  current(identity: Identity): string | undefined {
    const names = this.contexts(identity).map(({ name }) => name);
    return names.find(name => name === this.#current) ?? names[0];
  }

  /**
   * A context as `identity` sees it: everything that it is asked is asked as nobody else. Whoever keeps it for longer than
   * some minutes holds it.
   *
   * Throws a `RefusalError`: `context-not-found`, also for one that the identity may not see; `cluster-unreachable` for one
   * that names what is not there; `forbidden` for an identity that Kubernetes can't be told.
   */
  get(name: string, identity: Identity): Cluster {
    const context = this.#contexts.get(name);
    if (!context?.isOpenTo(identity)) throw contextNotFound(name);
    const key = `${name}\n${identityKey(identity)}`;
    return this.#open.get({ key, identity, create: latest => this.#create(context, latest) });
  }

  /**
   * Asks a context's API server whose token this is; nothing is kept. Throws, or rejects, with a `RefusalError` where it
   * can't be asked.
   */
  async reviewToken(name: string, token: string, signal: AbortSignal): Promise<IdentityAnswer> {
    const context = this.#contexts.get(name);
    if (context === undefined) throw contextNotFound(name);
    return await reviewIdentity(new ApiClient(context.connectorOf(token)), signal);
  }

  /** What the contexts hold that have been asked for. */
  inspect(): readonly ClusterInspection[] {
    return [...this.#contexts.values()].flatMap(context => {
      const clusters = [...this.#open].filter(({ summary }) => summary === context.summary);
      if (clusters.length === 0) return [];
      const watches = clusters.reduce((sum, { watchCount }) => sum + watchCount, 0);
      const { name } = context.summary;
      return [{ context: name, identities: clusters.length, watches, sockets: context.countSockets() }];
    });
  }

  close(): void {
    this.#open.close();
    for (const context of this.#contexts.values()) context.close();
  }

  #create(context: Context, latest: () => Identity): Cluster {
    const identity = latest();
    const connector = context.connector(identity.type === 'token' ? latestToken(identity, latest) : identity);
    const { summary } = context;
    return new KubeconfigCluster({
      ...this.#settings,
      summary,
      identity,
      connector,
      reapTurns: this.#reapTurns,
    });
  }

  #chooseCurrent(wanted: string | undefined, configs: readonly LoadedConfig[]): string | undefined {
    if (wanted !== undefined && !this.#contexts.has(wanted)) {
      const names = [...this.#contexts.keys()].join(', ');
      throw new ConfigError('invalid', `there is no context ${wanted}; there are: ${names}`);
    }
    const preferred = [wanted, ...configs.map(({ config }) => config.currentContext)];
    const known = preferred.find(name => name !== undefined && this.#contexts.has(name));
    return known ?? this.#contexts.keys().next().value;
  }
}

function summarize({ name, cluster, user, namespace }: ContextEntry, demo: boolean): ContextSummary {
  return { name, cluster, user, namespace: namespace ?? 'default', demo };
}

/** A login of the same key may have been replaced by a later one: only that has the token. */
function latestToken(identity: TokenIdentity, latest: () => Identity): TokenIdentity {
  const token = async () => {
    const now = latest();
    return await (now.type === 'token' ? now : identity).token();
  };
  return { ...identity, token };
}

function contextNotFound(context: string): RefusalError {
  return new RefusalError({
    code: 'context-not-found',
    message: `There is no context ${context}.`,
    details: { context },
  });
}
