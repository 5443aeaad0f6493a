import type { IncomingMessage } from 'node:http';
import type { ObjectStore } from '../object-store.ts';
import { newMetadata } from '../objects/defaults.ts';
import { type KubeObject, objectKey } from '../objects/kube-object.ts';
import type { Pod } from '../objects/pod.ts';
import { mediaTypeOf, readBody } from './body.ts';
import { applyPatch, patchTypes } from './patch.ts';
import { admitPod, changeEphemeralContainers, mergePodUpdate } from './pod-rules.ts';
import { groupVersion, type ResourceType, storeName } from './resource-types.ts';
import { ApiError, alreadyExists, badRequest, conflict, notFound } from './status.ts';

/** Where a change goes. */
export interface ObjectPlace {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

export interface MutationContext {
  readonly store: ObjectStore;
  readonly now: Date;
  readonly dryRun: boolean;
}

/** The object that a URL names, or 404. */
export function getObject(store: ObjectStore, { type, namespace, name }: ObjectPlace): KubeObject {
  const object = store.get(storeName(type), keyOf({ type, namespace, name }));
  if (object === undefined) throw notFound({ group: type.group, resource: type.plural, name });
  return object;
}

/** POST: adds the object in the request's body. */
export async function createObject(
  request: IncomingMessage,
  place: ObjectPlace,
  context: MutationContext,
): Promise<KubeObject> {
  const { type, namespace } = place;
  const body = assertObject(await readBody(request), type);
  const { namespace: named, ...rest } = body.metadata;
  // A client that speaks protobuf writes the empty string where there is none.
  const inBody = named === undefined || named === '' ? namespace : named;
  if (type.namespaced && inBody !== namespace) throw namespaceMismatch(inBody, namespace);
  if (type.namespaced && context.store.get('namespaces', namespace) === undefined) {
    throw notFound({ group: '', resource: 'namespaces', name: namespace });
  }
  const metadata = newMetadata(type.namespaced ? { ...rest, namespace } : rest, context.now);
  const object = admit({ ...body, metadata }, type);
  const target = { group: type.group, resource: type.plural, name: metadata.name };
  if (context.store.get(storeName(type), objectKey(metadata)) !== undefined) throw alreadyExists(target);
  return context.dryRun ? object : (context.store.create(storeName(type), object) ?? object);
}

/** PUT and PATCH: changes an object. */
export async function changeObject(
  request: IncomingMessage,
  place: ObjectPlace,
  context: MutationContext,
): Promise<KubeObject> {
  const { type, name } = place;
  const change = await readChange(request);
  const current = getObject(context.store, place);
  const wanted = assertObject(change(current), type);
  const next = keepIdentity(mergeBySubresource(current, wanted, place), current);
  const asked = wanted.metadata.resourceVersion;
  if (asked !== undefined && asked !== current.metadata.resourceVersion) {
    const explanation =
      'the object has been modified; please apply your changes to the latest version and try again';
    throw conflict({ group: type.group, resource: type.plural, name }, explanation);
  }
  if (context.dryRun) return next;
  return context.store.update(storeName(type), objectKey(current.metadata), () => next) ?? next;
}

function keyOf({ type, namespace, name }: Pick<ObjectPlace, 'type' | 'namespace' | 'name'>): string {
  return type.namespaced ? `${namespace}/${name}` : name;
}

/** Reads what a PUT or PATCH makes of an object. */
export async function readChange(request: IncomingMessage): Promise<(current: object) => unknown> {
  const mediaType = mediaTypeOf(request);
  if (request.method === 'PATCH' && !patchTypes.includes(mediaType)) throw unsupportedPatch();
  const body = await readBody(request);
  return request.method === 'PUT' ? () => body : current => applyPatch(current, body, mediaType);
}

function unsupportedPatch(): ApiError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${patchTypes.join(', ')}`;
  return new ApiError(415, { message, reason: 'UnsupportedMediaType' });
}

function mergeBySubresource(current: KubeObject, next: KubeObject, place: ObjectPlace): KubeObject {
  if (place.subresource === 'ephemeralcontainers')
    return changeEphemeralContainers(current as Pod, next as Pod);
  if (place.subresource === 'status') return { ...current, status: next.status };
  if (place.type.kind === 'Pod') return mergePodUpdate(current as Pod, next as Pod);
  return 'status' in current ? { ...next, status: current.status } : next;
}

function keepIdentity(next: KubeObject, current: KubeObject): KubeObject {
  const { name, namespace, uid, creationTimestamp, resourceVersion, generation = 1 } = current.metadata;
  const changed = JSON.stringify(next.spec) !== JSON.stringify(current.spec);
  const metadata = { ...next.metadata, name, ...(namespace === undefined ? {} : { namespace }) };
  const identity = {
    ...(uid === undefined ? {} : { uid }),
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(next.spec === undefined ? {} : { generation: changed ? generation + 1 : generation }),
  };
  return { ...next, metadata: { ...metadata, ...identity } };
}

function assertObject(body: unknown, type: ResourceType): KubeObject {
  const object = body as Partial<KubeObject> | null | undefined;
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    throw badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: no object`,
    );
  }
  const { kind = type.kind, apiVersion = groupVersion(type), metadata } = object;
  if (kind !== type.kind || apiVersion !== groupVersion(type)) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${type.kind}): got ${apiVersion}, Kind=${kind}`,
    );
  }
  return { ...object, kind, apiVersion, metadata: { name: '', ...metadata } };
}

function admit(object: KubeObject, type: ResourceType): KubeObject {
  if (type.kind === 'Pod') return admitPod(object as Pod);
  if (type.kind === 'Namespace')
    return { ...object, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
  return object.spec === undefined ? object : { ...object, metadata: { generation: 1, ...object.metadata } };
}

function namespaceMismatch(inBody: string, inUrl: string): ApiError {
  return badRequest(
    `the namespace of the provided object does not match the namespace sent on the request: ${inBody} and ${inUrl}`,
  );
}
