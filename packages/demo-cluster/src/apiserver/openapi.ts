import { createHash } from 'node:crypto';
import { groupVersion, type ResourceType, resourceTypes } from './resource-types.ts';
import { serverVersion } from './version.ts';

/**
 * OpenAPI v3, as far as clients need it: which kinds there are under which paths, and that the server itself checks
 * fields. The schemas are open objects.
 */
export function openApi(path: string): unknown {
  if (path === '/openapi/v3') return index();
  const types = resourceTypes.filter(type => path === `/openapi/v3/${prefix(type)}`);
  return types.length === 0 ? undefined : documentOf(types);
}

function index(): unknown {
  const prefixes = [...new Set(resourceTypes.map(prefix))];
  const paths = prefixes.map(name => {
    const hash = createHash('sha256').update(`${serverVersion.gitVersion}/${name}`).digest('hex');
    return [name, { serverRelativeURL: `/openapi/v3/${name}?hash=${hash.toUpperCase()}` }];
  });
  return { paths: Object.fromEntries(paths) };
}

function prefix(type: ResourceType): string {
  return type.group === '' ? `api/${type.version}` : `apis/${groupVersion(type)}`;
}

function documentOf(types: readonly ResourceType[]): unknown {
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: serverVersion.gitVersion },
    paths: Object.fromEntries(types.flatMap(pathsOf)),
    components: { schemas: Object.fromEntries(types.map(type => [schemaName(type), schemaOf(type)])) },
  };
}

function pathsOf(type: ResourceType): [string, unknown][] {
  const parent = type.namespaced ? '/namespaces/{namespace}' : '';
  const collection = `/${prefix(type)}${parent}/${type.plural}`;
  const item = type.verbs.includes('patch')
    ? { patch: operation(type, 'patch'), put: operation(type, 'put'), get: operation(type, 'get') }
    : {};
  return [
    [collection, { post: operation(type, 'post') }],
    [`${collection}/{name}`, item],
  ];
}

function operation(type: ResourceType, action: string): unknown {
  const schema = { $ref: `#/components/schemas/${schemaName(type)}` };
  return {
    description: `${action} ${type.kind}`,
    parameters: [
      { name: 'dryRun', in: 'query', schema: { type: 'string' } },
      { name: 'fieldManager', in: 'query', schema: { type: 'string' } },
      { name: 'fieldValidation', in: 'query', schema: { type: 'string' } },
    ],
    responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk(type),
  };
}

function schemaOf(type: ResourceType): unknown {
  return {
    type: 'object',
    description: `${type.kind}, of ${groupVersion(type)}.`,
    'x-kubernetes-group-version-kind': [gvk(type)],
    'x-kubernetes-preserve-unknown-fields': true,
  };
}

function schemaName(type: ResourceType): string {
  return `io.k8s.api.${type.group === '' ? 'core' : type.group}.${type.version}.${type.kind}`;
}

function gvk({ group, version, kind }: ResourceType): object {
  return { group, version, kind };
}
