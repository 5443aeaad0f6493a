import assert from 'node:assert/strict';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDemoCluster } from '@podbay/demo-cluster';
import { type Cluster, gatewayIdentity, loadClusters } from '@podbay/gateway/cluster';
import { type Connection, v4, v5 } from '@podbay/remotecommand';
import { conformance } from '@podbay/remotecommand/conformance';
import { findPlaces } from './conformance/find-places.ts';

const place = process.env.PODBAY_CONFORMANCE_POD;
if (place) await registerForKubeconfig(place);
else await registerForDemoCluster();

/** The kubeconfig's current context; `place` is `namespace/pod/container`. */
async function registerForKubeconfig(place: string): Promise<void> {
  const [namespace, pod, container, ...more] = place.split('/');
  assert.ok(
    namespace && pod && container && more.length === 0,
    `PODBAY_CONFORMANCE_POD: expected namespace/pod/container, got ${place}`,
  );
  const clusters = await loadClusters({ sources: [{ kubeconfig: { type: 'default' } }] });
  after(() => clusters.close());
  const cluster = clusters.get(clusters.current(gatewayIdentity) ?? '', gatewayIdentity);
  const setup = { connect: cluster.connection, namespace, pod, container };
  const places = await findPlaces(cluster, namespace);
  for (const subprotocol of [v5, v4] as const) {
    const name = `${cluster.server.host}, ${subprotocol}`;
    conformance({ ...setup, ...places, name, subprotocol });
  }
}

/** Every way that an exec takes through a real cluster. A client that offers v4 alone always takes C. */
async function registerForDemoCluster(): Promise<void> {
  const demo = await startDemoCluster();
  const content = demo.kubeconfig;
  const clusters = await loadClusters({ sources: [{ kubeconfig: { type: 'content', content } }] });
  after(async () => {
    clusters.close();
    await demo.close();
  });
  const setup = { namespace: 'shop', pod: 'cache-0', container: 'redis' };
  await untilRunning(clusters.get('demo', gatewayIdentity), setup);
  const places = await findPlaces(clusters.get('demo', gatewayIdentity), setup.namespace);
  assert.deepEqual(Object.keys(places).sort(), ['severalContainers', 'stoppedContainer', 'unscheduledPod']);
  for (const path of ['A', 'B', 'C'] as const) {
    const taking = ({ connection }: Cluster): Connection => ({
      open() {
        demo.setPath(path);
        return connection.open();
      },
    });
    conformance({
      ...setup,
      ...places,
      name: `demo cluster, path ${path}`,
      connect: taking(clusters.get('demo', gatewayIdentity)),
      subprotocol: path === 'C' ? v4 : v5,
      // In full where Kubernetes is today.
      ...(path !== 'B' && { repetitions: 10 }),
      forbiddenUsers: {
        'neither get nor create': taking(clusters.get('demo-viewer', gatewayIdentity)),
        'get without create': taking(clusters.get('demo-get-only', gatewayIdentity)),
      },
    });
  }
}

async function untilRunning(cluster: Cluster, { namespace, pod }: { namespace: string; pod: string }) {
  const signal = AbortSignal.timeout(30_000);
  for (;;) {
    const pods = await cluster.pods(namespace, signal);
    if (pods.some(({ name, status }) => name === pod && status === 'Running')) return;
    await sleep(100, undefined, { signal });
  }
}
