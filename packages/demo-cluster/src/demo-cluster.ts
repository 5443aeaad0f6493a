import type { Container } from './runtime/runtime.ts';
import type { UserName } from './seed/rbac.ts';
import type { Faults } from './streaming/faults.ts';
import type { StreamPath } from './streaming/stream-request.ts';

/** A running demo cluster. */
export interface DemoCluster {
  /** The API server's address, `https://127.0.0.1:PORT`. */
  readonly url: string;
  /** The kubeconfig's text, with a context for each user. */
  readonly kubeconfig: string;
  /** Where the kubeconfig was written; `undefined` where no path was given. */
  readonly kubeconfigPath: string | undefined;
  /** The current context: that of `admin`. */
  readonly context: string;
  /** The users' bearer tokens. */
  readonly users: Readonly<Record<UserName, string>>;
  /** What isolates the containers on this machine, in words. */
  readonly isolation: string;
  /** What can be made to go wrong with exec and attach. */
  readonly faults: Faults;
  /** Says which way later streams take. */
  setPath(path: StreamPath): void;
  /** From now on the user's token gets a 401. As in Kubernetes, what it opened stays open. */
  revokeToken(user: UserName): void;
  /** A container's latest instance, running or ended. */
  findContainer(place: ContainerPlace): Promise<Container | undefined>;
  /** Forgets the past, as etcd's compaction does: watches and lists from before get a 410. */
  compact(): void;
  /** Ends everything: connections, containers, timers. The kubeconfig's file is removed. */
  close(): Promise<void>;
}

export interface ContainerPlace {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}
