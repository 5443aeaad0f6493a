/** What a request means to Kubernetes, read from its method and URL alone: what authorization decides on. */
export type RequestInfo = ResourceRequest | PathRequest;

export interface ResourceRequest {
  readonly type: 'resource';
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete` or `deletecollection`. */
  readonly verb: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/** Anything that is not a resource: `/version`, `/healthz`, discovery. */
export interface PathRequest {
  readonly type: 'path';
  readonly verb: string;
  readonly path: string;
}

const namespaceSubresources = new Set(['status', 'finalize']);

/** Reads a request as k8s.io/apiserver `endpoints/request` does. */
export function parseRequestInfo(method: string, url: URL): RequestInfo {
  const segments = splitPath(url.pathname);
  const place = parsePlace(segments);
  if (place === undefined) return { type: 'path', verb: method.toLowerCase(), path: url.pathname };
  const name = place.name === '' ? nameInFieldSelector(url) : place.name;
  const verb = resourceVerb(method, { hasName: place.name !== '', watch: isWatch(url) });
  return { type: 'resource', verb, ...place, name };
}

/** Whether the list's query asks for a watch. */
export function isWatch(url: URL): boolean {
  return parseBoolean(url.searchParams.get('watch'));
}

/** A boolean of the query: absent, `false` and `0` are false, all else is true, the empty string too. */
export function parseBoolean(value: string | null): boolean {
  return value !== null && value.toLowerCase() !== 'false' && value !== '0';
}

type Place = Omit<ResourceRequest, 'type' | 'verb'>;

function parsePlace(segments: readonly string[]): Place | undefined {
  const [root, ...rest] = segments;
  if (root === 'api' && rest.length >= 2) return parseResource('', rest);
  if (root === 'apis' && rest.length >= 3) return parseResource(rest[0] ?? '', rest.slice(1));
  return undefined;
}

function parseResource(group: string, segments: readonly string[]): Place {
  const [version = '', first = '', second = '', third = '', ...rest] = segments;
  const inNamespace = first === 'namespaces' && third !== '' && !namespaceSubresources.has(third);
  if (inNamespace) {
    const [name = '', ...subresource] = rest;
    return { group, version, namespace: second, resource: third, name, subresource: subresource.join('/') };
  }
  const namespace = first === 'namespaces' ? second : '';
  const subresource = [third, ...rest].filter(segment => segment !== '').join('/');
  return { group, version, namespace, resource: first, name: second, subresource };
}

function splitPath(path: string): readonly string[] {
  return path
    .split('/')
    .filter(segment => segment !== '')
    .map(segment => decode(segment));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

// A role may be limited to names, so a list of one object by its name is authorized with that name.
function nameInFieldSelector(url: URL): string {
  const match = /(?:^|,)metadata\.name==?([^,]+)(?:,|$)/.exec(url.searchParams.get('fieldSelector') ?? '');
  return match?.[1] ?? '';
}

function resourceVerb(method: string, target: { hasName: boolean; watch: boolean }): string {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return target.hasName ? 'delete' : 'deletecollection';
    case 'GET':
    case 'HEAD':
      if (target.watch) return 'watch';
      return target.hasName ? 'get' : 'list';
    default:
      return '';
  }
}
