import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { KubeletApi } from '../kubelet/kubelet-api.ts';
import type { Pod } from '../objects/pod.ts';
import type { StreamPath, StreamRequest } from '../streaming/stream-request.ts';
import { chooseContainer } from './container-choice.ts';
import { parseBoolean } from './request-info.ts';
import { badRequest, gatewayError, TextError } from './status.ts';

/** The connection of a request that asked for another protocol. */
export interface Upgrade {
  readonly socket: Duplex;
  /** What the client sent after its request. */
  readonly head: Buffer;
}

export interface PodStreamOptions {
  readonly request: IncomingMessage;
  readonly upgrade: Upgrade | undefined;
  readonly query: URLSearchParams;
  readonly kind: 'exec' | 'attach';
  /** As it is now. */
  readonly findPod: () => Pod | undefined;
  readonly pod: Pod;
  readonly kubelet: KubeletApi;
  readonly path: StreamPath;
}

/** Exec or attach, authorized: everything that the API server itself checks. The rest is the stream server's. */
export function toStreamRequest(options: PodStreamOptions): StreamRequest {
  const { request, upgrade, query, kind, pod, kubelet } = options;
  const { name, namespace = '' } = pod.metadata;
  const containerName = chooseContainer(pod, query.get('container') ?? '');
  const { nodeName } = pod.spec;
  if (nodeName === undefined) throw badRequest(`pod ${name} does not have a host assigned`);
  if (upgrade === undefined) throw badRequest('Upgrade request required');
  const lookup = () => {
    const current = options.findPod();
    return current === undefined ? ({ type: 'pod-gone' } as const) : kubelet.lookup(current, containerName);
  };
  if (request.method !== 'GET') throw refuseOtherUpgrade(request, lookup(), containerName);
  return {
    request,
    ...upgrade,
    kind,
    command: query.getAll('command'),
    stdin: parseBoolean(query.get('stdin')),
    stdout: parseBoolean(query.get('stdout')),
    stderr: parseBoolean(query.get('stderr')),
    tty: parseBoolean(query.get('tty')),
    namespace,
    pod: name,
    containerName,
    nodeName,
    path: options.path,
    lookup,
  };
}

// WebSocket needs GET. A SPDY client comes with POST; it hears first what keeps the container from running.
function refuseOtherUpgrade(
  request: IncomingMessage,
  found: ReturnType<StreamRequest['lookup']>,
  container: string,
): Error {
  if (!/websocket/i.test(request.headers.upgrade ?? '')) {
    if (found.type === 'pod-gone') return new TextError(404, 'pod does not exist');
    if (found.type === 'not-running')
      return new TextError(500, `container not found (${JSON.stringify(container)})`);
    if (found.type === 'node-unreachable') {
      return gatewayError(
        `error dialing backend: dial tcp ${found.address}:10250: connect: no route to host`,
      );
    }
  }
  return new TextError(405, 'bad method');
}
