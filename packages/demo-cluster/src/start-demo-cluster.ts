import { rm } from 'node:fs/promises';
import { Authenticator } from './access/authenticator.ts';
import { Authorizer } from './access/authorizer.ts';
import type { Account } from './access/users.ts';
import { ApiServer } from './apiserver/api-server.ts';
import { Controllers } from './controllers/controllers.ts';
import { Scheduler } from './controllers/scheduler.ts';
import type { DemoCluster } from './demo-cluster.ts';
import { contextOf, formatKubeconfig, writeKubeconfig } from './kubeconfig.ts';
import { type Backoff, defaultBackoff } from './kubelet/backoff.ts';
import { EventRecorder } from './kubelet/event-recorder.ts';
import { Kubelet } from './kubelet/kubelet.ts';
import { ObjectStore } from './object-store.ts';
import { createRuntime } from './runtime/create-runtime.ts';
import type { Runtime } from './runtime/runtime.ts';
import { preferredNamespaces, seedAccounts, type UserName } from './seed/rbac.ts';
import { seed } from './seed/seed.ts';
import type { StreamPath } from './streaming/stream-request.ts';
import { createStreamServer } from './streaming/stream-server.ts';
import { createTlsMaterial } from './tls.ts';

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
  /** What runs the containers; local processes by default. The cluster closes it. */
  readonly runtime?: Runtime;
}

const firstRevision = 184_213;

/** Starts a Kubernetes API server in small, with a company in it whose containers are local processes. */
export async function startDemoCluster(options: DemoClusterOptions = {}): Promise<DemoCluster> {
  const now = () => new Date();
  const accounts = seedAccounts(now());
  const [tls, runtime] = await Promise.all([createTlsMaterial(now()), options.runtime ?? createRuntime()]);
  const store = new ObjectStore({ firstRevision });
  seed(store, now());
  const recorder = new EventRecorder(store, now);
  const kubelet = new Kubelet({ store, runtime, recorder, backoff: options.backoff ?? defaultBackoff, now });
  const { unreachableWaitMs } = options;
  const streams = createStreamServer(unreachableWaitMs === undefined ? {} : { unreachableWaitMs });
  let path = options.path ?? 'B';
  const server = new ApiServer({
    tls,
    context: {
      store,
      authenticator: new Authenticator({ accounts, now }),
      authorizer: new Authorizer(store),
      kubelet,
      now,
      bookmarkMs: options.bookmarkMs ?? 60_000,
      path: () => path,
      stream: request => streams.handle(request),
    },
  });
  const controllers = new Controllers({ store, recorder, now });
  const scheduler = new Scheduler({ store, recorder, now });
  const { kubeconfigPath } = options;

  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= (async () => {
      controllers.close();
      scheduler.close();
      await streams.close();
      await server.close();
      await kubelet.close();
      await runtime.close();
      if (kubeconfigPath !== undefined) await rm(kubeconfigPath, { force: true });
    })();
    return closed;
  };

  try {
    const url = `https://127.0.0.1:${await server.listen(options.port ?? 0)}`;
    const kubeconfig = kubeconfigOf({ accounts, url, caCertificate: tls.caCertificate });
    kubelet.start();
    scheduler.start();
    controllers.start();
    if (kubeconfigPath !== undefined) await writeKubeconfig(kubeconfigPath, kubeconfig);
    return {
      url,
      kubeconfig,
      kubeconfigPath,
      context: contextOf(admin, admin),
      users: tokensOf(accounts),
      isolation: runtime.isolation,
      faults: streams.faults,
      setPath: next => {
        path = next;
      },
      findContainer: place => kubelet.findContainer(place),
      compact: () => store.compact(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const admin: UserName = 'admin';

function kubeconfigOf(facts: { accounts: readonly Account[]; url: string; caCertificate: string }): string {
  const { accounts, url, caCertificate } = facts;
  return formatKubeconfig({ server: url, caCertificate, accounts, admin, namespaces: preferredNamespaces });
}

function tokensOf(accounts: readonly Account[]): Readonly<Record<UserName, string>> {
  return Object.fromEntries(accounts.map(({ name, token }) => [name, token])) as Record<UserName, string>;
}
