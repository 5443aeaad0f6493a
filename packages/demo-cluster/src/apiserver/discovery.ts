import type { IncomingMessage } from 'node:http';
import { groupVersion, type ResourceType, resourceTypes, type Subresource } from './resource-types.ts';

/** The answer to a discovery path, `undefined` for any other path. */
export function discover(request: IncomingMessage, path: string): Discovery | undefined {
  const aggregated = aggregatedVersion(request);
  if (path === '/api' && aggregated !== undefined) return aggregate(aggregated, ['']);
  if (path === '/apis' && aggregated !== undefined) return aggregate(aggregated, groups());
  if (path === '/api') return plain(legacyVersions(request));
  if (path === '/apis')
    return plain({ kind: 'APIGroupList', apiVersion: 'v1', groups: groups().map(groupOf) });
  if (path === '/api/v1') return plain(resourceList(''));
  const [, name, version] = /^\/apis\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (name === undefined || !groups().includes(name)) return undefined;
  if (version === undefined) return plain({ kind: 'APIGroup', apiVersion: 'v1', ...groupOf(name) });
  return version === 'v1' ? plain(resourceList(name)) : undefined;
}

export interface Discovery {
  readonly contentType: string;
  readonly body: unknown;
}

function plain(body: unknown): Discovery {
  return { contentType: 'application/json', body };
}

// Aggregated discovery, one answer for all groups, is asked for through Accept.
function aggregatedVersion(request: IncomingMessage): string | undefined {
  const match = /application\/json;g=apidiscovery\.k8s\.io;v=(v2|v2beta1);as=APIGroupDiscoveryList/.exec(
    (request.headers.accept ?? '').replaceAll(' ', ''),
  );
  return match?.[1];
}

function groups(): readonly string[] {
  return [...new Set(resourceTypes.map(type => type.group))].filter(group => group !== '');
}

function typesOf(group: string): readonly ResourceType[] {
  return resourceTypes.filter(type => type.group === group);
}

function legacyVersions(request: IncomingMessage): unknown {
  const serverAddress = request.headers.host ?? '';
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}

function groupOf(name: string): object {
  const version = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [version], preferredVersion: version };
}

function resourceList(group: string): unknown {
  const types = typesOf(group);
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: groupVersion({ group, version: 'v1' }),
    resources: types.flatMap(type => [
      resourceOf(type),
      ...type.subresources.map(sub => subresourceOf(type, sub)),
    ]),
  };
}

function resourceOf(type: ResourceType): object {
  return {
    name: type.plural,
    singularName: type.singular,
    namespaced: type.namespaced,
    kind: type.kind,
    verbs: type.verbs,
    ...(type.shortNames.length === 0 ? {} : { shortNames: type.shortNames }),
    ...(type.categories.length === 0 ? {} : { categories: type.categories }),
  };
}

function subresourceOf(type: ResourceType, subresource: Subresource): object {
  return {
    name: `${type.plural}/${subresource.name}`,
    singularName: '',
    namespaced: type.namespaced,
    ...(subresource.group === undefined ? {} : { group: subresource.group, version: 'v1' }),
    kind: subresource.kind ?? type.kind,
    verbs: subresource.verbs,
  };
}

function aggregate(version: string, names: readonly string[]): Discovery {
  return {
    contentType: `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
    body: {
      kind: 'APIGroupDiscoveryList',
      apiVersion: `apidiscovery.k8s.io/${version}`,
      metadata: {},
      items: names.map(aggregatedGroup),
    },
  };
}

function aggregatedGroup(group: string): object {
  const resources = typesOf(group).map(type => aggregatedResource(type));
  return {
    metadata: { ...(group === '' ? {} : { name: group }), creationTimestamp: null },
    versions: [{ version: 'v1', freshness: 'Current', resources }],
  };
}

function aggregatedResource(type: ResourceType): object {
  const { group, version } = type;
  return {
    resource: type.plural,
    responseKind: { group, version, kind: type.kind },
    scope: type.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: type.singular,
    verbs: type.verbs,
    ...(type.shortNames.length === 0 ? {} : { shortNames: type.shortNames }),
    ...(type.categories.length === 0 ? {} : { categories: type.categories }),
    ...(type.subresources.length === 0
      ? {}
      : { subresources: type.subresources.map(subresource => aggregatedSubresource(type, subresource)) }),
  };
}

function aggregatedSubresource(type: ResourceType, subresource: Subresource): object {
  return {
    subresource: subresource.name,
    responseKind: {
      group: subresource.group ?? type.group,
      version: type.version,
      kind: subresource.kind ?? type.kind,
    },
    verbs: subresource.verbs,
  };
}
