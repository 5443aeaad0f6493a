import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { spawnModule } from './child.ts';
import type { ApiAccess, Place } from './endpoint.ts';
import { root } from './paths.ts';
import type { Scope } from './scope.ts';
import { standinPlace } from './standin/api.ts';

/** An API server, and a container behind it. */
export interface ClusterUnderTest {
  readonly kubeconfig: string;
  readonly context: string;
  readonly place: Place;
  readonly access: ApiAccess;
}

/** The stand-in: frames of a container's sizes, as fast as they are read. */
export async function startStandin(scope: Scope): Promise<ClusterUnderTest> {
  const kubeconfig = scope.path('standin.json');
  const child = spawnModule(`${root}bench/src/standin/main.ts`, [kubeconfig], scope);
  scope.own(child);
  await child.waitFor(/^https:/m);
  return await openCluster(kubeconfig, standinPlace);
}

/** The demo cluster: real shells on real terminals. */
export async function startDemo(scope: Scope): Promise<ClusterUnderTest> {
  const kubeconfig = scope.path('demo.yaml');
  const child = spawnModule(`${root}packages/demo-cluster/src/main.ts`, ['--kubeconfig', kubeconfig], scope);
  scope.own(child);
  await child.waitFor(/^https:/m);
  return await openCluster(kubeconfig, { namespace: 'default', pod: 'playground', container: 'shell' });
}

/** The cluster of a kubeconfig's current context. */
export async function openCluster(kubeconfig: string, place: Place): Promise<ClusterUnderTest> {
  const config = new KubeConfig();
  config.loadFromString(await readFile(kubeconfig, 'utf8'));
  const server = config.getCurrentCluster()?.server ?? '';
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const { ca, cert, key } = options;
  const tls = Object.entries({ ca, cert, key }).filter(([, value]) => value);
  return {
    kubeconfig,
    context: config.getCurrentContext(),
    place,
    access: {
      server: server.replace(/\/$/, ''),
      headers: (options.headers ?? {}) as Record<string, string>,
      tls: Object.fromEntries(tls.map(([name, value]) => [name, String(value)])),
    },
  };
}
