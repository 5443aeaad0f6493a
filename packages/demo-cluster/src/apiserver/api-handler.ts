import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticator } from '../access/authenticator.ts';
import type { Authorizer } from '../access/authorizer.ts';
import type { User } from '../access/users.ts';
import type { KubeletApi } from '../kubelet/kubelet-api.ts';
import type { ObjectStore } from '../object-store.ts';
import type { StreamPath, StreamRequest } from '../streaming/stream-request.ts';
import { authorizeRequest, identify } from './gatekeeper.ts';
import { servePath } from './path-handler.ts';
import type { Upgrade } from './pod-stream.ts';
import { parseRequestInfo } from './request-info.ts';
import { serveResource } from './resource-handler.ts';

/** What the API server is made of. */
export interface ApiContext {
  readonly store: ObjectStore;
  readonly authenticator: Authenticator;
  readonly authorizer: Authorizer;
  readonly kubelet: KubeletApi;
  readonly now: () => Date;
  readonly bookmarkMs: number;
  /** The path that streams take now. */
  readonly path: () => StreamPath;
  /** Takes over the connection of an exec or attach. */
  readonly stream: (request: StreamRequest) => void;
}

/** A request on its way. */
export interface ApiCall {
  readonly context: ApiContext;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly upgrade: Upgrade | undefined;
  readonly url: URL;
  readonly user: User;
}

/**
 * Serves one request, in Kubernetes' order. Rejects with what is to be answered.
 *
 * ```
 *  who? ──401──► as whom (impersonation)? ──403──► may they? ──403──► is it there? ──404──► do it
 * ```
 */
export async function handleApiRequest(
  context: ApiContext,
  exchange: Pick<ApiCall, 'request' | 'response' | 'upgrade'>,
): Promise<void> {
  const { request } = exchange;
  const url = new URL(request.url ?? '/', 'https://kubernetes');
  const info = parseRequestInfo(request.method ?? 'GET', url);
  const user = await identify(context, request);
  authorizeRequest(context, user, info);
  const call: ApiCall = { context, url, user, ...exchange };
  if (info.type === 'resource') await serveResource(call, info);
  else servePath(call);
}
