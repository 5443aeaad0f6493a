import { badRequest } from './status.ts';

/** The media types of patches that are understood. */
export const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

/** Applies a patch of the given media type. Throws 400 for one that does not fit. */
export function applyPatch<T>(target: T, patch: unknown, type: string): T {
  // What the three patches make of an object is checked by whoever stores it.
  if (type === 'application/json-patch+json') return applyJsonPatch(target, patch) as T;
  if (!isRecord(patch)) throw badRequest('the patch must be an object');
  const strategic = type === 'application/strategic-merge-patch+json';
  return merge(target, patch, strategic ? mergeStrategicList : replaceList) as T;
}

type JsonObject = Record<string, unknown>;
type ListRule = (current: unknown, patch: readonly unknown[], field: string) => unknown;

// RFC 7396; the strategic kind differs in its lists and directives.
function merge(current: unknown, patch: JsonObject, listRule: ListRule): unknown {
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  const result: JsonObject = isRecord(current) ? { ...current } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith('$')) continue;
    if (value === null) delete result[field];
    else if (Array.isArray(value)) result[field] = listRule(result[field], value, field);
    else if (isRecord(value)) result[field] = merge(result[field], value, listRule);
    else result[field] = value;
  }
  return result;
}

function replaceList(_current: unknown, patch: readonly unknown[]): unknown {
  return patch;
}

/** What identifies an item of a list in a strategic merge; the other lists are replaced. */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  conditions: ['type'],
  ports: ['containerPort', 'port'],
  ownerReferences: ['uid'],
  hostAliases: ['ip'],
};

function mergeStrategicList(current: unknown, patch: readonly unknown[], field: string): unknown {
  const key = mergeKeys[field]?.find(candidate => patch.some(item => isRecord(item) && candidate in item));
  if (key === undefined || !Array.isArray(current)) return patch.filter(item => !isDeletion(item));
  const result: unknown[] = [...current];
  for (const item of patch.filter(isRecord)) mergeItem(result, item, key);
  return result;
}

function mergeItem(list: unknown[], item: JsonObject, key: string): void {
  const index = list.findIndex(candidate => isRecord(candidate) && candidate[key] === item[key]);
  if (isDeletion(item)) {
    if (index >= 0) list.splice(index, 1);
    return;
  }
  const merged = merge(list[index], item, mergeStrategicList);
  if (index >= 0) list[index] = merged;
  else list.push(merged);
}

function isDeletion(item: unknown): boolean {
  return isRecord(item) && item.$patch === 'delete';
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([field]) => !field.startsWith('$')));
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

// RFC 6902, the three operations that clients of Kubernetes send, and `test`.
function applyJsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest('a JSON patch must be a list of operations');
  let root = structuredClone(target);
  for (const operation of patch as Operation[]) root = applyOperation(root, operation);
  return root;
}

function applyOperation(root: unknown, { op, path, value }: Operation): unknown {
  const segments = String(path).split('/').slice(1).map(unescapePointer);
  const last = segments.pop();
  if (last === undefined) return value;
  const parent = segments.reduce<unknown>(
    (node, segment) => (isContainer(node) ? node[segment] : undefined),
    root,
  );
  if (!isContainer(parent)) throw badRequest(`the path of the JSON patch does not exist: ${path}`);
  if (op === 'test' && JSON.stringify(parent[last]) === JSON.stringify(value)) return root;
  if (op === 'remove') removeAt(parent, last);
  else if (op === 'add') addAt(parent, last, value);
  else if (op === 'replace') parent[last] = value;
  else throw badRequest(`the JSON patch's operation ${op} ${path} fails`);
  return root;
}

function isContainer(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}

function addAt(parent: JsonObject, key: string, value: unknown): void {
  if (!Array.isArray(parent)) parent[key] = value;
  else parent.splice(key === '-' ? parent.length : Number(key), 0, value);
}

function removeAt(parent: JsonObject, key: string): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
