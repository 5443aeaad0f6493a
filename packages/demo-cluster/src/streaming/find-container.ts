import type { Container } from '../runtime/runtime.ts';
import { dialError, type Refusal, textRefusal } from './refusal.ts';
import { internalError } from './status.ts';
import type { StreamRequest } from './stream-request.ts';

/** A container, or why there is none: as paths B and C tell it before the 101, and as path A tells it on the error channel. */
export type Found =
  | { readonly type: 'container'; readonly container: Container }
  | {
      readonly type: 'failure';
      readonly refusal: Refusal;
      readonly status: string;
      readonly unreachable: boolean;
    };

/** What the kubelet says to an exec or attach. */
export function findContainer(request: StreamRequest): Found {
  if (!request.stdin && !request.stdout && !request.stderr) {
    return kubeletError(400, 'Bad Request', 'you must specify at least 1 of stdin, stdout, stderr');
  }
  const found = request.lookup();
  switch (found.type) {
    case 'running':
      return { type: 'container', container: found.container };
    case 'not-running':
      // The kubelet looks among the running containers only, and its plain error becomes a 500.
      return kubeletError(500, 'Internal Server Error', `container not found ("${request.containerName}")`);
    case 'pod-gone':
      return kubeletError(404, 'Not Found', 'pod does not exist');
    case 'node-unreachable':
      return unreachable(request, found.address);
    default:
      return found satisfies never;
  }
}

function kubeletError(statusCode: number, reason: string, message: string): Found {
  return {
    type: 'failure',
    refusal: textRefusal(statusCode, reason, message),
    status: internalError(`unable to upgrade connection: ${message}`),
    unreachable: false,
  };
}

function unreachable(request: StreamRequest, address: string): Found {
  const host = address.includes(':') ? address : `${address}:10250`;
  const { kind, namespace, pod, containerName } = request;
  const url = `https://${host}/${kind}/${namespace}/${pod}/${containerName}?${query(request)}`;
  const dial = `dial tcp ${host}: i/o timeout`;
  return {
    type: 'failure',
    refusal: dialError(dial),
    status: internalError(`error sending request: Post "${url}": ${dial}`),
    unreachable: true,
  };
}

/** The kubelet's own names for the options, in Go's alphabetical order. */
function query(request: StreamRequest): string {
  const parameters = new URLSearchParams();
  for (const argument of request.command) parameters.append('command', argument);
  if (request.stderr) parameters.append('error', '1');
  if (request.stdin) parameters.append('input', '1');
  if (request.stdout) parameters.append('output', '1');
  if (request.tty) parameters.append('tty', '1');
  return parameters.toString();
}
