import { isIP } from 'node:net';
import { parse, stringify } from 'yaml';
import { TcpRelay } from './tcp-relay.ts';

interface Named {
  readonly name: string;
}

interface KubeconfigFile {
  readonly 'current-context': string;
  readonly contexts: readonly (Named & { readonly context: { readonly cluster: string } })[];
  readonly clusters: readonly (Named & { readonly cluster: Readonly<Record<string, unknown>> })[];
}

/** A context whose connections to the API server can be cut. One session at a time has it. */
export interface CuttableContext {
  readonly name: string;
  readonly relay: TcpRelay;
}

export interface CuttableKubeconfig {
  readonly text: string;
  readonly context: string;
  readonly cuttable: readonly CuttableContext[];
}

/** The kubeconfig with its current context and `count` more that reach the same cluster through relays. */
export async function addCuttableContexts(text: string, count: number): Promise<CuttableKubeconfig> {
  const config = parse(text) as KubeconfigFile;
  const context = config.contexts.find(({ name }) => name === config['current-context']);
  const cluster = config.clusters.find(({ name }) => name === context?.context.cluster);
  if (context === undefined || cluster === undefined)
    throw new TypeError('the kubeconfig has no current context');
  const server = new URL(String(cluster.cluster.server));
  const port = Number(server.port || (server.protocol === 'https:' ? 443 : 80));
  const cuttable: CuttableContext[] = [];
  const contexts: unknown[] = [context];
  const clusters: unknown[] = [cluster];
  for (let i = 0; i < count; i++) {
    const relay = new TcpRelay({ host: server.hostname, port });
    const name = `cuttable-${i}`;
    const address = `${server.protocol}//127.0.0.1:${await relay.listen()}${server.pathname.replace(/\/$/, '')}`;
    clusters.push({
      name,
      cluster: { ...cluster.cluster, server: address, ...tlsNameOf(cluster.cluster, server) },
    });
    contexts.push({ name, context: { ...context.context, cluster: name } });
    cuttable.push({ name, relay });
  }
  return { text: stringify({ ...config, contexts, clusters }), context: context.name, cuttable };
}

/** The name in the server's certificate, as the relay has another address. Every API server's is for `kubernetes`. */
function tlsNameOf(cluster: Readonly<Record<string, unknown>>, { hostname }: URL): object {
  if (cluster['tls-server-name'] !== undefined || hostname === '127.0.0.1') return {};
  return { 'tls-server-name': isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : 'kubernetes' };
}
