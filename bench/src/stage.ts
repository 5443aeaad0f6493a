import { type ClusterUnderTest, openCluster, startDemo, startStandin } from './cluster.ts';
import type { Place } from './endpoint.ts';
import type { Contestant, ContestantName } from './gateways/contestant.ts';
import { direct } from './gateways/direct.ts';
import { startHaproxy } from './gateways/haproxy.ts';
import { startNaive } from './gateways/naive.ts';
import { startPodbay } from './gateways/podbay.ts';
import { LoadProcess } from './load-process.ts';
import { Scope } from './scope.ts';

export interface StageOptions {
  readonly signal: AbortSignal;
  readonly smoke: boolean;
  /** A real cluster, which then takes the place of both others. */
  readonly cluster: { readonly kubeconfig: string; readonly place: Place } | undefined;
  readonly onProgress: (line: string) => void;
}

/** Everything that a case plays on. What is started here is started once, and ends with the stage. */
export class Stage {
  readonly smoke: boolean;
  readonly scope: Scope;
  readonly progress: (line: string) => void;
  readonly #real: StageOptions['cluster'];
  readonly #started = new Map<string, Promise<unknown>>();
  readonly #idleLoads: LoadProcess[] = [];

  static async create(options: StageOptions): Promise<Stage> {
    return new Stage(options, await Scope.create(options.signal));
  }

  constructor({ smoke, cluster, onProgress }: StageOptions, scope: Scope) {
    this.smoke = smoke;
    this.scope = scope;
    this.progress = onProgress;
    this.#real = cluster;
  }

  /** Whether both clusters are a real one. */
  get isReal(): boolean {
    return this.#real !== undefined;
  }

  /** Where output comes as fast as it is read. */
  source(): Promise<ClusterUnderTest> {
    return this.#real === undefined
      ? this.#once('source', () => startStandin(this.scope))
      : this.#realCluster(this.#real);
  }

  /** Where there are shells on terminals. */
  shells(): Promise<ClusterUnderTest> {
    return this.#real === undefined
      ? this.#once('shells', () => startDemo(this.scope))
      : this.#realCluster(this.#real);
  }

  /** Those of the contestants that there are on this machine, in the order asked. */
  async contestants(
    cluster: ClusterUnderTest,
    names: readonly ContestantName[],
  ): Promise<readonly Contestant[]> {
    const found: Contestant[] = [];
    for (const name of names) {
      const key = `${name} ${cluster.kubeconfig}`;
      const contestant = await this.#once(key, () => this.#start(cluster, name));
      if (contestant !== undefined) found.push(contestant);
    }
    return found;
  }

  /** The load that measures. */
  load(): Promise<LoadProcess> {
    return this.#once('load', async () => this.takeLoad());
  }

  /** One more load, beside it. To be given back. */
  takeLoad(): LoadProcess {
    const idle = this.#idleLoads.pop();
    if (idle !== undefined) return idle;
    const load = new LoadProcess(this.scope.signal);
    this.scope.own(load);
    return load;
  }

  /** Dismisses a load's crowd, and keeps the load for whoever needs one. */
  async giveBack(load: LoadProcess): Promise<void> {
    await load.run('dismiss', {});
    this.#idleLoads.push(load);
  }

  /**
   * Gateways that have done nothing yet, to be given up by `retire`. Where figures mean nothing, those that there are.
   */
  async fresh(cluster: ClusterUnderTest, names: readonly ContestantName[]): Promise<readonly Contestant[]> {
    if (this.smoke) return await this.contestants(cluster, names);
    const started = await Promise.all(names.map(name => this.#start(cluster, name)));
    return started.filter(contestant => contestant !== undefined);
  }

  /** Ends a fresh gateway with all its sessions, and the load that has them. */
  async retire(contestant: Contestant, load: LoadProcess): Promise<void> {
    if (this.smoke) return await this.giveBack(load);
    // There may be more than can leave one by one; but in a real container their programs would stay behind.
    await load.run(this.isReal ? 'dismiss' : 'review', {});
    await contestant.close();
    await load.close();
  }

  async close(): Promise<void> {
    await this.scope.close();
  }

  async #start(cluster: ClusterUnderTest, name: ContestantName): Promise<Contestant | undefined> {
    switch (name) {
      case 'direct':
        return direct(cluster);
      case 'haproxy':
        return await startHaproxy(cluster, this.scope);
      case 'naive':
        return await startNaive(cluster, this.scope);
      case 'podbay':
        return await startPodbay(cluster, this.scope);
      case 'recorded':
        return await startPodbay(cluster, this.scope, { recorded: true });
      default:
        return name satisfies never;
    }
  }

  #realCluster({ kubeconfig, place }: NonNullable<StageOptions['cluster']>): Promise<ClusterUnderTest> {
    return this.#once('real', () => openCluster(kubeconfig, place));
  }

  #once<T>(key: string, start: () => Promise<T>): Promise<T> {
    const started = (this.#started.get(key) as Promise<T> | undefined) ?? start();
    this.#started.set(key, started);
    return started;
  }
}
