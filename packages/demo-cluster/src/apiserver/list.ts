import { CompactedError, type ObjectStore } from '../object-store.ts';
import { type KubeObject, objectKey } from '../objects/kube-object.ts';
import { formatContinue, parseContinue } from './continue-token.ts';
import type { ListMeta } from './present.ts';
import type { ResourceType } from './resource-types.ts';
import { storeName } from './resource-types.ts';
import { type Match, parseFieldSelector, parseLabelSelector } from './selectors.ts';
import { badRequest, expired, tooLargeResourceVersion } from './status.ts';

/** Which objects a list or a watch is about. */
export interface Selection {
  readonly type: ResourceType;
  /** Empty: all. */
  readonly namespace: string;
  readonly matches: Match;
}

export interface ObjectList {
  readonly objects: readonly KubeObject[];
  readonly metadata: ListMeta;
}

const listExpired = 'The resourceVersion for the provided list is too old.';
const continueExpired =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
  'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
  'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
  'deleted between the time the first chunk was returned and now may show up in the list.';

/** Reads what a list or watch is about from its place and query. */
export function parseSelection(type: ResourceType, namespace: string, query: URLSearchParams): Selection {
  const byLabel = parseLabelSelector(query.get('labelSelector') ?? '');
  const byField = parseFieldSelector(query.get('fieldSelector') ?? '', type.kind);
  const matches: Match = object =>
    (namespace === '' || object.metadata.namespace === namespace) && byLabel(object) && byField(object);
  return { type, namespace, matches };
}

/** Lists objects as of a revision, in pages where the query has a `limit`. */
export function listObjects(store: ObjectStore, selection: Selection, query: URLSearchParams): ObjectList {
  const page = startOfPage(store, query);
  const objects = objectsAt(store, selection, page)
    .filter(selection.matches)
    .filter(object => objectKey(object.metadata) > page.after);
  const limit = parseLimit(query.get('limit'));
  const resourceVersion = String(page.revision);
  if (objects.length <= limit) return { objects, metadata: { resourceVersion } };
  const shown = objects.slice(0, limit);
  const last = shown.at(-1);
  const next = formatContinue({
    revision: page.revision,
    after: last === undefined ? '' : objectKey(last.metadata),
  });
  // Kubernetes can't count what a selector leaves, so it doesn't say.
  const counted = !query.has('labelSelector') && !query.has('fieldSelector');
  const remaining = counted ? { remainingItemCount: objects.length - shown.length } : {};
  return { objects: shown, metadata: { resourceVersion, continue: next, ...remaining } };
}

/** The revision in a query's `resourceVersion`; 0 where there is none. Throws 400 for anything but a number. */
export function parseRevision(text: string | null): number {
  if (text === null || text === '') return 0;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw badRequest(
    `Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
}

interface PageStart {
  readonly revision: number;
  /** The key of the last object of the page before. */
  readonly after: string;
  readonly continued: boolean;
}

function startOfPage(store: ObjectStore, query: URLSearchParams): PageStart {
  const token = query.get('continue');
  if (token !== null && token !== '') return continuePage(store, token);
  const asked = parseRevision(query.get('resourceVersion'));
  if (asked > store.revision) throw tooLargeResourceVersion(asked, store.revision);
  const exact = query.get('resourceVersionMatch') === 'Exact';
  return { revision: exact ? asked : store.revision, after: '', continued: false };
}

function continuePage(store: ObjectStore, token: string): PageStart {
  const page = parseContinue(token);
  if (page === undefined) throw badRequest('continue key is not valid: encoded start key is not valid');
  // A token of revision 0 comes with a 410: it goes on from its key, whatever has changed.
  return {
    revision: page.revision === 0 ? store.revision : page.revision,
    after: page.after,
    continued: true,
  };
}

function objectsAt(store: ObjectStore, selection: Selection, page: PageStart): readonly KubeObject[] {
  try {
    return store.listAt(storeName(selection.type), page.revision);
  } catch (error) {
    if (!(error instanceof CompactedError)) throw error;
    if (!page.continued) throw expired(listExpired);
    throw expired(continueExpired, formatContinue({ revision: 0, after: page.after }));
  }
}

function parseLimit(text: string | null): number {
  const limit = Number(text ?? 0);
  return Number.isSafeInteger(limit) && limit > 0 ? limit : Number.POSITIVE_INFINITY;
}
