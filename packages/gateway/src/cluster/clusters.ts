import type { ContextSummary } from '@podbay/protocol';
import { RefusalError } from '../errors.ts';
import { type Cluster, KubeconfigCluster } from './cluster.ts';
import { ConfigError } from './config-error.ts';
import type { ClusterInspection } from './inspect.ts';
import { type KubeconfigSource, loadKubeconfig } from './kubeconfig.ts';
import type { ContextEntry, Kubeconfig } from './kubeconfig-file.ts';
import type { ReapMode } from './reap-script.ts';
import type { ReapResult, Remains } from './reaper.ts';

/** A kubeconfig whose contexts are offered. */
export interface ClusterSource {
  readonly kubeconfig: KubeconfigSource;
  /** The contexts are marked as the embedded demo cluster's. */
  readonly demo?: boolean;
}

export interface ClustersOptions {
  /** Of several that have a context of the same name the first one counts. */
  readonly sources: readonly ClusterSource[];
  /** The context to start with; default: the first source's current one. A `ConfigError` if there is none of that name. */
  readonly context?: string | undefined;
  /** Told of every reaping that has ended, for logs. */
  readonly onReap?: (remains: Remains, result: ReapResult) => void;
  /** What is ended of a session that ends before its shell has exited; default `hangup`. */
  readonly reapMode?: ReapMode | undefined;
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

interface LoadedContext {
  readonly summary: ContextSummary;
  readonly config: Kubeconfig;
}

/** The clusters that can be opened, by context. Each is created when it is first asked for. */
export class Clusters {
  readonly #contexts = new Map<string, LoadedContext>();
  readonly #open = new Map<string, Cluster>();
  readonly #current: string | undefined;
  readonly #clusterOptions: Pick<ClustersOptions, 'onReap' | 'reapMode'>;

  constructor(configs: readonly LoadedConfig[], options: Omit<ClustersOptions, 'sources'> = {}) {
    for (const { config, demo } of configs) {
      for (const entry of config.contexts.values()) {
        const loaded = { summary: summarize(entry, demo), config };
        if (!this.#contexts.has(entry.name)) this.#contexts.set(entry.name, loaded);
      }
    }
    this.#clusterOptions = options;
    this.#current = this.#chooseCurrent(options.context, configs);
  }

  contexts(): readonly ContextSummary[] {
    return [...this.#contexts.values()].map(({ summary }) => summary);
  }

  /** The name of the context to start with. */
  current(): string | undefined {
    return this.#current;
  }

  /** Throws a `RefusalError`: `context-not-found`, or `cluster-credentials` for a context that names what is not there. */
  get(context: string): Cluster {
    const open = this.#open.get(context);
    if (open !== undefined) return open;
    const loaded = this.#contexts.get(context);
    if (loaded === undefined) throw contextNotFound(context);
    const cluster = createCluster(loaded, this.#clusterOptions);
    this.#open.set(context, cluster);
    return cluster;
  }

  /** What those hold that have been asked for. */
  inspect(): readonly ClusterInspection[] {
    return [...this.#open.values()].map(cluster => cluster.inspect());
  }

  close(): void {
    for (const cluster of this.#open.values()) cluster.close();
    this.#open.clear();
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

function contextNotFound(context: string): RefusalError {
  return new RefusalError({
    code: 'context-not-found',
    message: `There is no context ${context}.`,
    details: { context },
  });
}

function createCluster(
  { summary, config }: LoadedContext,
  { onReap, reapMode }: Pick<ClustersOptions, 'onReap' | 'reapMode'>,
): Cluster {
  const cluster = config.clusters.get(summary.cluster);
  if (cluster === undefined) throw incomplete(summary.name, `the cluster ${summary.cluster || '""'}`);
  if (!URL.canParse(cluster.server)) throw incomplete(summary.name, `an address of ${summary.cluster}`);
  const user = config.users.get(summary.user);
  if (user === undefined && summary.user !== '') throw incomplete(summary.name, `the user ${summary.user}`);
  return new KubeconfigCluster({ summary, cluster, user: user ?? anonymous, onReap, reapMode });
}

const anonymous = {
  name: '',
  cert: undefined,
  key: undefined,
  token: undefined,
  basic: undefined,
  exec: undefined,
  authProvider: undefined,
  impersonate: undefined,
};

function incomplete(context: string, what: string): RefusalError {
  return new RefusalError({
    code: 'cluster-unreachable',
    message: `The context ${context} can't be used: the kubeconfig lacks ${what}.`,
    details: { context },
  });
}
