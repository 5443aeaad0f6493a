import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { stringify } from 'yaml';
import type { Account } from './access/users.ts';

export interface KubeconfigOptions {
  readonly server: string;
  readonly caCertificate: string;
  readonly accounts: readonly Account[];
  /** Whose context is the current one, and bears the cluster's plain name. */
  readonly admin: string;
  /** The namespaces that users' contexts prefer; those who are not in it have none. */
  readonly namespaces: Readonly<Record<string, string>>;
}

/** The cluster's name in the kubeconfig, and that of the current context. */
export const clusterName = 'demo';

/** The name of a user's context. */
export function contextOf(user: string, admin: string): string {
  return user === admin ? clusterName : `${clusterName}-${user}`;
}

/** A kubeconfig with one context for each user. */
export function formatKubeconfig(options: KubeconfigOptions): string {
  const { server, accounts, admin, namespaces } = options;
  const certificate = Buffer.from(options.caCertificate).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: clusterName, cluster: { server, 'certificate-authority-data': certificate } }],
    users: accounts.map(({ name, token }) => ({ name: userName(name), user: { token } })),
    contexts: accounts.map(({ name }) => ({
      name: contextOf(name, admin),
      context: {
        cluster: clusterName,
        user: userName(name),
        ...(namespaces[name] === undefined ? {} : { namespace: namespaces[name] }),
      },
    })),
    'current-context': contextOf(admin, admin),
  });
}

/** Writes the file for its owner alone; a reader finds the old or the new one, never half of it. */
export async function writeKubeconfig(path: string, content: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function userName(name: string): string {
  return `${clusterName}-${name}`;
}
