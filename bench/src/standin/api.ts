import type { IncomingMessage, ServerResponse } from 'node:http';

/** Where the stand-in's one container is. */
export const standinPlace = { namespace: 'default', pod: 'bench', container: 'main' };

const metadata = {
  name: standinPlace.pod,
  namespace: standinPlace.namespace,
  uid: 'bench-1',
  resourceVersion: '1',
};
const image = 'registry.bench/main:1';
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: { nodeName: 'node-1', containers: [{ name: standinPlace.container, image }] },
  status: {
    phase: 'Running',
    containerStatuses: [
      {
        name: standinPlace.container,
        image,
        ready: true,
        restartCount: 0,
        state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
      },
    ],
  },
};

/** The little of the Kubernetes API that gateways ask for before and beside an exec. */
export function handleApi(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://any');
  request.resume();
  if (searchParams.get('watch') === 'true') {
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    return;
  }
  const answer = answerOf(request.method ?? '', pathname);
  const body = JSON.stringify(answer ?? { kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404 });
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(body);
}

function answerOf(method: string, path: string): object | undefined {
  if (method === 'POST') return path.endsWith('accessreviews') ? { status: { allowed: true } } : undefined;
  switch (path) {
    case '/version':
      return { major: '1', minor: '36', gitVersion: 'v1.36.2' };
    case '/api/v1/namespaces':
      return list('NamespaceList', [{ metadata: { name: 'default' }, status: { phase: 'Active' } }]);
    case '/api/v1/pods':
    case '/api/v1/namespaces/default/pods':
      return list('PodList', [pod]);
    case `/api/v1/namespaces/default/pods/${standinPlace.pod}`:
      return pod;
    default:
      return undefined;
  }
}

function list(kind: string, items: readonly object[]): object {
  return { apiVersion: 'v1', kind, metadata: { resourceVersion: '1' }, items };
}
