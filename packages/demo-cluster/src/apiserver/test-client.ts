import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createInterface } from 'node:readline';
import { parse } from 'yaml';
import type { DemoCluster } from '../demo-cluster.ts';
import type { UserName } from '../seed/rbac.ts';

export interface TestRequest {
  readonly method?: string;
  /** Whose token to send; `anonymous`: none. `admin` by default. */
  readonly as?: UserName | 'anonymous';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface TestAnswer {
  readonly code: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** The body as JSON; `undefined` when it isn't any. */
  readonly json: unknown;
}

export interface WatchEvent {
  readonly type: string;
  readonly object: {
    readonly kind?: string;
    readonly message?: string;
    readonly code?: number;
    readonly metadata: {
      readonly name?: string;
      readonly resourceVersion?: string;
      readonly annotations?: object;
    };
    readonly columnDefinitions?: unknown;
    readonly rows?: readonly { readonly cells: readonly unknown[] }[];
  };
}

/** Sends a request to a cluster and reads the whole answer. */
export async function send(
  cluster: DemoCluster,
  path: string,
  options: TestRequest = {},
): Promise<TestAnswer> {
  const response = await open(cluster, path, options);
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) text += chunk;
  return { code: response.statusCode ?? 0, headers: response.headers, text, json: parseJson(text) };
}

/** Watches until `enough` says so or the server ends it; returns the events. */
export async function watch(
  cluster: DemoCluster,
  path: string,
  options: TestRequest & {
    readonly enough?: (events: readonly WatchEvent[]) => boolean;
    readonly onOpen?: () => unknown;
  } = {},
): Promise<readonly WatchEvent[]> {
  const response = await open(cluster, path, options);
  const events: WatchEvent[] = [];
  options.onOpen?.();
  try {
    for await (const line of createInterface({ input: response })) {
      events.push(JSON.parse(line));
      if (options.enough?.(events) === true) break;
    }
  } finally {
    response.destroy();
  }
  return events;
}

/** Sends a request and returns its answer before its body. */
export async function open(
  cluster: DemoCluster,
  path: string,
  options: TestRequest = {},
): Promise<IncomingMessage> {
  const { method = 'GET', as = 'admin', headers = {} } = options;
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const request = httpsRequest(new URL(path, cluster.url), {
    method,
    ca: certificateOf(cluster),
    agent: false,
    headers: {
      ...(as === 'anonymous' ? {} : { authorization: `Bearer ${cluster.users[as]}` }),
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      ...headers,
    },
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.on('error', () => {});
  return response;
}

function certificateOf(cluster: DemoCluster): Buffer {
  const config = parse(cluster.kubeconfig) as {
    clusters: { cluster: { 'certificate-authority-data': string } }[];
  };
  return Buffer.from(config.clusters[0]?.cluster['certificate-authority-data'] ?? '', 'base64');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
