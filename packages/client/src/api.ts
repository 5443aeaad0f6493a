import type {
  ContextList,
  DebugContainer,
  DebugImages,
  LoggedOut,
  LoginWays,
  Me,
  NamespaceSummary,
  PodSummary,
  SessionSummary,
  Target,
  Ticket,
  TicketRequest,
} from '@podbay/protocol';
import { readApiError, unreachable } from './api-error.ts';

export interface ApiOptions {
  /** Where the gateway is. Default: where the page comes from. */
  readonly baseUrl?: string | URL;
  readonly timeoutMs?: number;
}

/** Names every namespace of a context where a namespace is asked for. */
export const allNamespaces = '_all';

const base = '/api/v1';
const defaultTimeoutMs = 30_000;

/** The gateway's REST interface. Every method rejects with an `ApiError`, or with the reason of an aborted `signal`. */
export class Api {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions = {}) {
    this.#options = options;
  }

  contexts(signal?: AbortSignal): Promise<ContextList> {
    return this.#get<ContextList>('contexts', signal);
  }

  async namespaces(context: string, signal?: AbortSignal): Promise<readonly NamespaceSummary[]> {
    const path = `contexts/${encodeURIComponent(context)}/namespaces`;
    return (await this.#get<{ namespaces: NamespaceSummary[] }>(path, signal)).namespaces;
  }

  async pods(scope: PodScope, signal?: AbortSignal): Promise<readonly PodSummary[]> {
    return (await this.#get<{ pods: PodSummary[] }>(podsPath(scope), signal)).pods;
  }

  async sessions(signal?: AbortSignal): Promise<readonly SessionSummary[]> {
    return (await this.#get<{ sessions: SessionSummary[] }>('sessions', signal)).sessions;
  }

  /** Ends a session and what it started in the container. One that is gone already is no error. */
  async endSession(id: string): Promise<void> {
    const response = await this.request(`sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
    if (!response.ok && response.status !== 404) throw await readApiError(response);
  }

  /** What debug containers are made from. */
  debugImages(signal?: AbortSignal): Promise<DebugImages> {
    return this.#get<DebugImages>('debug/images', signal);
  }

  /** Starts a debug container beside `target`, or waits on with the one that is there. */
  startDebug(
    { pod, container, ...scope }: Target,
    image: string,
    signal?: AbortSignal,
  ): Promise<DebugContainer> {
    const path = `${podsPath(scope)}/${encodeURIComponent(pod)}/debug`;
    return this.#post<DebugContainer>(path, { container, image }, signal);
  }

  /** The ways to log in. The only one that needs no login. */
  loginWays(signal?: AbortSignal): Promise<LoginWays> {
    return this.#get<LoginWays>('login', signal);
  }

  me(signal?: AbortSignal): Promise<Me> {
    return this.#get<Me>('me', signal);
  }

  logOut(): Promise<LoggedOut> {
    return this.#post<LoggedOut>('logout', {});
  }

  /** What a WebSocket needs beside the login; good for one, within seconds. */
  async ticket(purpose: TicketRequest, signal?: AbortSignal): Promise<string> {
    return (await this.#post<Ticket>('tickets', purpose, signal)).ticket;
  }

  /** The pods of `scope` as server-sent events; the answer is checked. */
  async openPodEvents(scope: PodScope, signal: AbortSignal): Promise<Response> {
    const response = await this.request(`${podsPath(scope)}?watch=true`, { signal });
    if (!response.ok) throw await readApiError(response);
    return response;
  }

  /** Any request below `/api/v1/`. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const { baseUrl = location.href } = this.#options;
    try {
      return await fetch(new URL(`${base}/${path}`, baseUrl), { credentials: 'same-origin', ...init });
    } catch (error) {
      init.signal?.throwIfAborted();
      throw unreachable(error);
    }
  }

  #get<Body>(path: string, signal: AbortSignal | undefined): Promise<Body> {
    return this.#json<Body>(path, {}, signal);
  }

  #post<Body>(path: string, body: unknown, signal?: AbortSignal): Promise<Body> {
    const headers = { 'Content-Type': 'application/json' };
    return this.#json<Body>(path, { method: 'POST', headers, body: JSON.stringify(body) }, signal);
  }

  async #json<Body>(path: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Body> {
    const deadline = AbortSignal.timeout(this.#options.timeoutMs ?? defaultTimeoutMs);
    const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
    try {
      const response = await this.request(path, { ...init, signal: either });
      if (!response.ok) throw await readApiError(response);
      return (await response.json()) as Body;
    } catch (error) {
      throw error === deadline.reason ? unreachable(error) : error;
    }
  }
}

/** The pods of one namespace, or of all (`allNamespaces`). */
export interface PodScope {
  readonly context: string;
  readonly namespace: string;
}

function podsPath({ context, namespace }: PodScope): string {
  return `contexts/${encodeURIComponent(context)}/namespaces/${encodeURIComponent(namespace)}/pods`;
}
