import { setTimeout as sleep } from 'node:timers/promises';
import type { Resources } from '@podbay/gateway';
import type { Cluster } from '@podbay/gateway/cluster';
import { markedProcesses } from './containers.ts';
import type { GatewayProcess } from './gateway-process.ts';
import type { Place } from './options.ts';

/** What there is that sessions may leave behind. */
export interface Leavings {
  readonly sessions: number;
  /** Without those that the pool of API connections keeps for its next request. */
  readonly sockets: number;
  /** Without those of that pool, one a connection. */
  readonly timers: number;
  readonly processes: number;
}

export const none: Leavings = { sessions: 0, sockets: 0, timers: 0, processes: 0 };

export interface Measured {
  readonly gateway: GatewayProcess;
  readonly cluster: Cluster;
  readonly places: readonly Place[];
}

export async function measure({ gateway, cluster, places }: Measured): Promise<Leavings> {
  const timers = await gateway.timers();
  const resources = await gateway.resources();
  const pooled = pooledSockets(resources);
  const marked = await Promise.all(places.map(place => markedProcesses(cluster, place)));
  return {
    sessions: resources.sessions,
    sockets: socketsOf(resources) - pooled,
    timers: timers - pooled,
    processes: marked.flat().length,
  };
}

/** Measures until nothing is left beyond `before`, or `deadlineMs` is over. Resolves with what is left. */
export async function untilNothingIsLeft(
  measured: Measured,
  before: Leavings,
  deadlineMs: number,
): Promise<Leavings> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const left = beyond(before, await measure(measured));
    if (performance.now() > deadline || Object.values(left).every(count => count === 0)) return left;
    await sleep(500);
  }
}

function beyond(before: Leavings, now: Leavings): Leavings {
  const left = (what: keyof Leavings) => Math.max(0, now[what] - before[what]);
  return {
    sessions: left('sessions'),
    sockets: left('sockets'),
    timers: left('timers'),
    processes: left('processes'),
  };
}

function pooledSockets({ clusters }: Resources): number {
  return clusters.reduce((sum, { sockets }) => sum + sockets.idle, 0);
}

/** Where there is no /proc, what Node says. */
function socketsOf({ descriptors, active }: Resources): number {
  return descriptors?.socket ?? (active.TCPSocketWrap ?? 0) + (active.TLSWrap ?? 0);
}
