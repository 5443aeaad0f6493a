import type { Agent, RequestOptions } from 'node:https';
import type { TlsMaterial } from './tls-agents.ts';

// The only file that touches @kubernetes/client-node: for auth providers and SOCKS proxies alone, and loaded by the first
// kubeconfig that needs one, because loading it takes a second. `server` is a name that nobody is asked for.
async function applyLibrary(
  options: RequestOptions,
  { proxyUrl, authProvider }: { readonly proxyUrl?: string; readonly authProvider?: object },
): Promise<void> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const cluster = { name: 'cluster', server: 'https://kubernetes.invalid', skipTLSVerify: false };
  config.loadFromClusterAndUser(
    { ...cluster, ...(proxyUrl && { proxyUrl }) },
    { name: 'user', authProvider },
  );
  await config.applyToHTTPSOptions(options);
}

/**
 * The `Authorization` header of a kubeconfig's `auth-provider`: `oidc`, `gcp` or `azure`.
 * The library writes refreshed tokens into `provider.config`. It also remembers a wrong expiry after the first refresh,
 * so each call starts afresh and reads the expiry from the token that is there.
 */
export async function authProviderHeader(provider: {
  readonly name: string;
  readonly config: Record<string, string>;
}): Promise<string | undefined> {
  const options: RequestOptions = {};
  await applyLibrary(options, { authProvider: provider });
  return (options.headers as Record<string, string | undefined> | undefined)?.Authorization;
}

/** An agent that goes through a `socks5://` or `socks4://` proxy. */
export async function createSocksAgent(proxyUrl: string, material: TlsMaterial): Promise<Agent> {
  const options: RequestOptions = { ...material };
  await applyLibrary(options, { proxyUrl });
  return options.agent as Agent;
}
