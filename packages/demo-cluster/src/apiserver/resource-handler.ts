import type { KubeObject } from '../objects/kube-object.ts';
import { formatTime } from '../objects/kube-object.ts';
import type { Pod } from '../objects/pod.ts';
import type { Workload } from '../objects/workload.ts';
import { sendJson } from './answer.ts';
import type { ApiCall } from './api-handler.ts';
import { readBody } from './body.ts';
import { deleteObject, readDeleteOptions } from './deletions.ts';
import { authorizeStream } from './gatekeeper.ts';
import { listObjects, parseSelection } from './list.ts';
import { negotiate } from './media-type.ts';
import {
  changeObject,
  createObject,
  getObject,
  type MutationContext,
  type ObjectPlace,
} from './mutations.ts';
import { servePodLog } from './pod-log.ts';
import { toStreamRequest } from './pod-stream.ts';
import { presentList, presentObject, type View } from './present.ts';
import type { ResourceRequest } from './request-info.ts';
import { findResourceType, type ResourceType } from './resource-types.ts';
import { review } from './reviews.ts';
import { changeScale, type Scale, scaleOf } from './scale.ts';
import { badRequest, methodNotAllowed, pathNotFound } from './status.ts';
import { serveWatch } from './watch.ts';

/** Serves a request for a resource, which its sender is allowed to make. */
export async function serveResource(call: ApiCall, info: ResourceRequest): Promise<void> {
  const place = findPlace(info);
  if (place.subresource === 'exec' || place.subresource === 'attach') await serveStream(call, place, info);
  else if (place.subresource === 'log') await servePodLog(call.response, logTarget(call, place));
  else if (info.verb === 'watch') await serveWatch(call.response, watchOptions(call, place));
  else sendJson(call.response, info.verb === 'create' ? 201 : 200, await perform(call, place, info));
}

function findPlace(info: ResourceRequest): ObjectPlace {
  const type = findResourceType(info);
  if (type === undefined) throw pathNotFound();
  const { subresource, name } = info;
  const known = subresource === '' || type.subresources.some(candidate => candidate.name === subresource);
  if (!known) throw pathNotFound();
  const verbs = type.subresources.find(candidate => candidate.name === subresource)?.verbs ?? type.verbs;
  if (!verbs.includes(info.verb)) throw methodNotAllowed();
  // A namespace is its own namespace for authorization alone.
  return { type, namespace: type.namespaced ? info.namespace : '', name, subresource };
}

async function perform(call: ApiCall, place: ObjectPlace, info: ResourceRequest): Promise<unknown> {
  const { request, url, context } = call;
  const { store } = context;
  const { type } = place;
  if (place.subresource === 'scale') return performScale(call, place);
  const view = viewOf(call, type);
  switch (info.verb) {
    case 'get':
      return presentObject(getObject(store, place), view);
    case 'list': {
      const { objects, metadata } = listObjects(
        store,
        parseSelection(type, place.namespace, url.searchParams),
        url.searchParams,
      );
      return presentList(objects, metadata, view);
    }
    case 'create':
      return create(call, place);
    case 'update':
    case 'patch':
      return presentObject(await changeObject(request, place, mutationContext(call)), view);
    case 'delete': {
      const options = await readDeleteOptions(request, url.searchParams);
      return deleteObject(getObject(store, place), type, { ...options, ...mutationContext(call) });
    }
    case 'deletecollection':
      return deleteCollection(call, place);
    default:
      throw methodNotAllowed();
  }
}

async function performScale({ request, context }: ApiCall, place: ObjectPlace): Promise<Scale> {
  const { store } = context;
  const workload = getObject(store, place) as Workload;
  return request.method === 'GET'
    ? scaleOf(workload)
    : changeScale(request, { store, type: place.type, workload });
}

async function create(call: ApiCall, place: ObjectPlace): Promise<unknown> {
  const { request, context, user } = call;
  const { type, namespace } = place;
  if (type.verbs.length === 1) {
    const now = formatTime(context.now());
    return review(await readBody(request), type, { user, authorizer: context.authorizer, now });
  }
  if (type.namespaced && namespace === '')
    throw badRequest('an empty namespace may not be set during creation');
  return presentObject(await createObject(request, place, mutationContext(call)), viewOf(call, type));
}

async function deleteCollection(call: ApiCall, { type, namespace }: ObjectPlace): Promise<unknown> {
  const { request, url, context } = call;
  const options = await readDeleteOptions(request, url.searchParams);
  const { objects, metadata } = listObjects(
    context.store,
    parseSelection(type, namespace, url.searchParams),
    url.searchParams,
  );
  for (const object of objects) deleteObject(object, type, { ...options, ...mutationContext(call) });
  return presentList(objects, metadata, viewOf(call, type));
}

async function serveStream(call: ApiCall, place: ObjectPlace, info: ResourceRequest): Promise<void> {
  const { context, user, request, upgrade, url } = call;
  authorizeStream(context, user, info);
  const find = (): KubeObject | undefined => context.store.get('pods', `${place.namespace}/${place.name}`);
  const pod = getObject(context.store, place) as Pod;
  await context.kubelet.awaken(pod);
  const stream = toStreamRequest({
    request,
    upgrade,
    query: url.searchParams,
    kind: place.subresource === 'exec' ? 'exec' : 'attach',
    findPod: () => find() as Pod | undefined,
    pod,
    kubelet: context.kubelet,
    path: context.path(),
  });
  // From here on the connection is the stream server's; HTTP has no more to say on it.
  call.response.detachSocket(request.socket);
  context.stream(stream);
}

function logTarget(call: ApiCall, place: ObjectPlace) {
  const { store, kubelet, now } = call.context;
  return { pod: getObject(store, place) as Pod, query: call.url.searchParams, kubelet, now: now() };
}

function watchOptions(call: ApiCall, { type, namespace, name }: ObjectPlace) {
  const { store, now, bookmarkMs } = call.context;
  const query = new URLSearchParams(call.url.searchParams);
  if (name !== '' && !query.has('fieldSelector')) query.set('fieldSelector', `metadata.name=${name}`);
  return {
    store,
    selection: parseSelection(type, namespace, query),
    view: viewOf(call, type),
    query,
    now,
    bookmarkMs,
  };
}

function viewOf({ request, url, context }: ApiCall, type: ResourceType): View {
  const includeObject = url.searchParams.get('includeObject') ?? 'Metadata';
  return { type, presentation: negotiate(request), includeObject, now: context.now() };
}

function mutationContext({ context, url }: ApiCall): MutationContext {
  return { store: context.store, now: context.now(), dryRun: url.searchParams.get('dryRun') === 'All' };
}
