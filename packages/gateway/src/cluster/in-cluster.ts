import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';
import type { Kubeconfig } from './kubeconfig-file.ts';

// Where kubelet mounts the service account of a pod.
const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';
const name = 'in-cluster';

type Env = Readonly<Record<string, string | undefined>>;

/** Tells whether we run in a pod that may know its API server. */
export function hasServiceAccount(env: Env): boolean {
  return (env.KUBERNETES_SERVICE_HOST ?? '') !== '' && (env.KUBERNETES_SERVICE_PORT ?? '') !== '';
}

/** The cluster that we run in, as the pod's service account. Its token is read again for each connection: kubelet rotates it. */
export async function loadInCluster(env: Env, directory = serviceAccount): Promise<Kubeconfig> {
  const host = env.KUBERNETES_SERVICE_HOST ?? '';
  if (!hasServiceAccount(env)) {
    throw new ConfigError('unreadable', 'not in a cluster: KUBERNETES_SERVICE_HOST is not set');
  }
  const namespace = await readNamespace(directory);
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${env.KUBERNETES_SERVICE_PORT}`;
  const ca = { type: 'file', path: join(directory, 'ca.crt') } as const;
  const token = { type: 'file', path: join(directory, 'token') } as const;
  const noUser = {
    cert: undefined,
    key: undefined,
    basic: undefined,
    exec: undefined,
    authProvider: undefined,
    impersonate: undefined,
  };
  const noTls = {
    skipTlsVerify: false,
    tlsServerName: undefined,
    proxyUrl: undefined,
    execConfig: undefined,
  };
  return {
    clusters: new Map([[name, { name, server, ca, ...noTls }]]),
    users: new Map([[name, { name, token, ...noUser }]]),
    contexts: new Map([[name, { name, cluster: name, user: name, namespace }]]),
    currentContext: name,
  };
}

async function readNamespace(directory: string): Promise<string | undefined> {
  try {
    return (await readFile(join(directory, 'namespace'), 'utf8')).trim() || undefined;
  } catch {
    return undefined;
  }
}
