import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { RefusalError } from '../errors.ts';
import { abortable } from './abortable.ts';
import { ApiError, isUnauthenticated, parseStatus } from './api-error.ts';
import type { ClusterConnection } from './connection.ts';
import { deadline } from './deadline.ts';
import { networkRefusal } from './network-refusal.ts';

/** Where the client's connections come from. */
export interface ConnectionSource {
  readonly server: URL;
  connect(): Promise<ClusterConnection>;
  /** `false`: asking once more would bring the same ones. */
  dropCredentials(): boolean;
}

export interface RequestInput {
  readonly query?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** The deadline: for `stream` until the answer starts, else until it is complete. Default: 15 s. */
  readonly timeoutMs?: number;
  /** The largest answer; not for `stream`. Default: 64 MiB. */
  readonly maxBytes?: number;
}

interface Call extends RequestInput {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

const defaults = { timeoutMs: 15_000, maxBytes: 64 << 20 };
const maxErrorBytes = 64 << 10;

/**
 * A small JSON client of the Kubernetes API. `path` is absolute and its parts are encoded: see `apiPath`.
 * Rejects with an `ApiError` for an answer that is not 2xx, with a `RefusalError` for no answer, with the signal's reason
 * when it is aborted.
 */
export class ApiClient {
  readonly #source: ConnectionSource;

  constructor(source: ConnectionSource) {
    this.#source = source;
  }

  async get<Body>(path: string, input: RequestInput = {}): Promise<Body> {
    return await this.#json<Body>({ ...input, method: 'GET', path });
  }

  async post<Body>(path: string, body: unknown, input: RequestInput = {}): Promise<Body> {
    return await this.#json<Body>({ ...input, method: 'POST', path, body });
  }

  /** `body` is a JSON merge patch (RFC 7386). */
  async patch<Body>(path: string, body: unknown, input: RequestInput = {}): Promise<Body> {
    const contentType = 'application/merge-patch+json';
    return await this.#json<Body>({ ...input, method: 'PATCH', path, body, contentType });
  }

  /** `body` is a strategic merge patch: of lists whose items have a key, it names the items that are added or changed. */
  async patchStrategically<Body>(path: string, body: unknown, input: RequestInput = {}): Promise<Body> {
    const contentType = 'application/strategic-merge-patch+json';
    return await this.#json<Body>({ ...input, method: 'PATCH', path, body, contentType });
  }

  async delete<Body>(path: string, input: RequestInput = {}): Promise<Body> {
    return await this.#json<Body>({ ...input, method: 'DELETE', path });
  }

  /** An answer that goes on, e.g. a watch or a log. Reading slowly slows the server down. Abort, or destroy it, to end it. */
  async stream(path: string, input: RequestInput = {}): Promise<IncomingMessage> {
    using answered = deadline(input.timeoutMs ?? defaults.timeoutMs);
    return await this.#answer({ ...input, method: 'GET', path }, answered.signal);
  }

  async #json<Body>(call: Call): Promise<Body> {
    using done = deadline(call.timeoutMs ?? defaults.timeoutMs);
    const response = await this.#answer(call, done.signal);
    try {
      const text = await readBody(response, {
        maxBytes: call.maxBytes ?? defaults.maxBytes,
        deadline: done.signal,
      });
      return JSON.parse(text) as Body;
    } catch (error) {
      throw this.#explain(error, call);
    }
  }

  /** A 401 may only mean that the credentials have aged: it is tried once more with new ones. */
  async #answer(call: Call, deadline: AbortSignal): Promise<IncomingMessage> {
    try {
      return await this.#attempt(call, deadline);
    } catch (error) {
      if (!isUnauthenticated(error) || !this.#source.dropCredentials()) throw error;
      return await this.#attempt(call, deadline);
    }
  }

  async #attempt(call: Call, deadline: AbortSignal): Promise<IncomingMessage> {
    try {
      const connection = await abortable(this.#source.connect(), call.signal);
      const response = await sendRequest(call, connection, deadline);
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) return response;
      const body = await readBody(response, { maxBytes: maxErrorBytes, deadline });
      throw new ApiError(status, parseStatus(body), this.#source.server);
    } catch (error) {
      throw this.#explain(error, call);
    }
  }

  #explain(error: unknown, call: Call): unknown {
    if (call.signal?.aborted) return call.signal.reason;
    return error instanceof RefusalError ? error : networkRefusal(error, this.#source.server);
  }
}

/** Joins the parts of an API path, each encoded, so that no name can leave its place. */
export function apiPath(...parts: readonly string[]): string {
  const bad = parts.find(part => /^\.{0,2}$/.test(part));
  if (bad !== undefined) throw new TypeError(`path: expected names, got ${JSON.stringify(bad)}`);
  return `/${parts.map(part => encodeURIComponent(part)).join('/')}`;
}

async function sendRequest(
  call: Call,
  connection: ClusterConnection,
  deadline: AbortSignal,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const options: RequestOptions = {
    method: call.method,
    agent: connection.agent,
    headers: {
      Accept: 'application/json',
      ...connection.headers,
      ...(body !== undefined && {
        'Content-Type': call.contentType ?? 'application/json',
        'Content-Length': Buffer.byteLength(body),
      }),
    },
    ...(call.signal && { signal: call.signal }),
  };
  const send = connection.server.protocol === 'http:' ? httpRequest : httpsRequest;
  const request = send(urlOf(call, connection.server), options);
  const giveUp = () => request.destroy(timedOut());
  deadline.addEventListener('abort', giveUp, { once: true });
  request.on('error', reject);
  request.on('response', response => {
    deadline.removeEventListener('abort', giveUp);
    resolve(response);
  });
  request.end(body);
  return await promise;
}

function urlOf(call: Call, server: URL): URL {
  const prefix = server.pathname.replace(/\/$/, '');
  const query = new URLSearchParams(call.query).toString();
  return new URL(`${prefix}${call.path}${query === '' ? '' : `?${query}`}`, server);
}

interface BodyLimits {
  readonly maxBytes: number;
  readonly deadline: AbortSignal;
}

async function readBody(response: IncomingMessage, { maxBytes, deadline }: BodyLimits): Promise<string> {
  const giveUp = () => response.destroy(timedOut());
  deadline.addEventListener('abort', giveUp, { once: true });
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Error(`its answer is larger than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    deadline.removeEventListener('abort', giveUp);
    response.destroy();
  }
}

function timedOut(): Error {
  return Object.assign(new Error('it does not answer in time'), { code: 'ETIMEDOUT' });
}
