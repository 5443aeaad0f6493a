import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DemoCluster, startDemoCluster } from '@podbay/demo-cluster';
import {
  type DebugSettings,
  Gateway,
  type GatewayLimits,
  type GatewayOptions,
  LocalLogin,
} from '@podbay/gateway';
import { type Cluster, gatewayIdentity, loadClusters } from '@podbay/gateway/cluster';
import { pino } from 'pino';
import { SocketWitness } from './socket-witness.ts';

/** The whole product in this process: a demo cluster, and a gateway that serves the built interface. */
export interface Stack {
  readonly demo: DemoCluster;
  /** The demo cluster as its administrator sees it. */
  readonly cluster: Cluster;
  readonly gateway: Gateway;
  readonly sockets: SocketWitness;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** A link that logs in once, as podbay prints it. */
  newLink(): string;
  /** Links that were printed because a used one was opened. */
  readonly printedLinks: readonly string[];
  close(): Promise<void>;
}

/** Where the built interface is. */
export const assetsDir =
  process.env.PODBAY_WEB_DIST ?? fileURLToPath(new URL('../../packages/web/dist/', import.meta.url));

export interface StackOptions {
  /** The gateway's, where they are not its defaults. */
  readonly limits?: Partial<GatewayLimits>;
  readonly debug?: Partial<DebugSettings>;
  readonly policy?: GatewayOptions['policy'];
  readonly recording?: GatewayOptions['recording'];
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { limits = {}, debug = {}, policy, recording } = options;
  assert.ok(
    existsSync(join(assetsDir, 'index.html')),
    'the interface is not built: npm run build -w @podbay/web',
  );
  const sockets = new SocketWitness();
  const demo = await startDemoCluster({ unreachableWaitMs: 300 });
  const kubeconfig = { type: 'content', content: demo.kubeconfig } as const;
  const clusters = await loadClusters({ sources: [{ kubeconfig, demo: true }] });
  const printedLinks: string[] = [];
  const linkTo = (token: string) => `${stack.origin}/?token=${token}`;
  const login = new LocalLogin({
    cookieName: 'podbay-e2e',
    onStaleLink: token => printedLinks.push(linkTo(token)),
  });
  const gateway = new Gateway({
    clusters,
    authenticator: login,
    logger: pino({ level: 'warn' }, pino.destination({ fd: 2, sync: true })),
    version: '0.0.0',
    assetsDir,
    limits,
    debug,
    ...(policy && { policy }),
    ...(recording && { recording }),
  });
  const port = await gateway.listen(0, '127.0.0.1');
  sockets.gatewayPort = port;
  const stack: Stack = {
    demo,
    cluster: clusters.get(demo.context, gatewayIdentity),
    gateway,
    sockets,
    origin: `http://127.0.0.1:${port}`,
    newLink: () => linkTo(login.newToken()),
    printedLinks,
    async close() {
      await gateway.close();
      login.close();
      clusters.close();
      await demo.close();
      sockets.close();
    },
  };
  return stack;
}
