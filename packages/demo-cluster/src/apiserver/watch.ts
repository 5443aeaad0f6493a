import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { CompactedError, type ObjectStore, type StoreChange } from '../object-store.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { commonHeaders } from './answer.ts';
import { parseRevision, type Selection } from './list.ts';
import { presentList, presentObject, type View } from './present.ts';
import { parseBoolean } from './request-info.ts';
import { groupVersion, storeName } from './resource-types.ts';
import { type ApiError, badRequest, expired, invalid } from './status.ts';
import { type Table, withoutHeaders } from './tables/table.ts';

export interface WatchOptions {
  readonly store: ObjectStore;
  readonly selection: Selection;
  readonly view: Omit<View, 'now'>;
  readonly query: URLSearchParams;
  readonly now: () => Date;
  /** How often a watch that allows bookmarks gets one. */
  readonly bookmarkMs: number;
}

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

const initialEventsEnd = 'k8s.io/initial-events-end';
/** A client that falls this far behind is cut off; it lists anew, as it does with a real server. */
const maxBehindBytes = 4 * 1024 * 1024;
const defaultTimeoutMs = 45 * 60_000;

/**
 * Streams changes to a client until its time is up or it leaves.
 *
 * ```
 *  resourceVersion    first                                  then
 *  none or 0          ADDED for each object there is         what comes
 *  N                  what came after N, or ERROR 410        what comes
 *  sendInitialEvents  ADDED for each, BOOKMARK with the mark what comes
 * ```
 */
export async function serveWatch(response: ServerResponse, options: WatchOptions): Promise<void> {
  const { query, store } = options;
  const since = parseRevision(query.get('resourceVersion'));
  const initial = parseInitialEvents(query);
  const watch = new Watch(response, options);
  watch.open();
  const backlog = initial ?? since === 0;
  const begin = backlog || since === 0 ? store.revision : since;
  if (backlog) await watch.sendExisting();
  if (initial === true) watch.sendBookmark(begin, { [initialEventsEnd]: 'true' });
  watch.follow(begin);
}

// `undefined`: not asked for. The rules are those of apimachinery's validation of ListOptions.
function parseInitialEvents(query: URLSearchParams): boolean | undefined {
  const match = query.get('resourceVersionMatch');
  if (!query.has('sendInitialEvents')) {
    if (match !== null && match !== '')
      throw invalidMatch('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
    return undefined;
  }
  if (match !== 'NotOlderThan')
    throw invalidMatch('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  const initial = parseBoolean(query.get('sendInitialEvents'));
  if (initial && !parseBoolean(query.get('allowWatchBookmarks'))) {
    throw badRequest('sendInitialEvents requires allowWatchBookmarks');
  }
  return initial;
}

function invalidMatch(problem: string): ApiError {
  const target = { group: 'meta.k8s.io', kind: 'ListOptions', name: '' };
  return invalid(target, {
    field: 'resourceVersionMatch',
    reason: 'FieldValueForbidden',
    problem: `Forbidden: ${problem}`,
  });
}

class Watch {
  readonly #response: ServerResponse;
  readonly #options: WatchOptions;
  readonly #bookmarks: boolean;
  readonly #left = new AbortController();
  #stopFollowing: (() => void) | undefined;
  #headersSent = false;
  #timers: NodeJS.Timeout[] = [];

  constructor(response: ServerResponse, options: WatchOptions) {
    this.#response = response;
    this.#options = options;
    this.#bookmarks = parseBoolean(options.query.get('allowWatchBookmarks'));
  }

  open(): void {
    this.#response.on('close', () => this.#release());
    this.#response.writeHead(200, { ...commonHeaders(), 'Content-Type': 'application/json' });
    this.#response.flushHeaders();
    const seconds = Number(this.#options.query.get('timeoutSeconds') ?? 0);
    this.#timers.push(
      setTimeout(() => this.#finish(), seconds > 0 ? seconds * 1000 : defaultTimeoutMs).unref(),
    );
  }

  /** At the client's pace. What changes meanwhile is the store's to remember. */
  async sendExisting(): Promise<void> {
    const { store, selection } = this.#options;
    for (const object of store.list(storeName(selection.type)).filter(selection.matches)) {
      this.#send('ADDED', object);
      if (this.#response.writableNeedDrain) await this.#drained();
      if (this.#left.signal.aborted) return;
    }
  }

  follow(since: number): void {
    if (this.#left.signal.aborted) return;
    const { store, selection } = this.#options;
    try {
      this.#stopFollowing = store.watch(storeName(selection.type), since, change =>
        this.#handleChange(change),
      );
      this.#keepTelling();
    } catch (error) {
      if (!(error instanceof CompactedError)) throw error;
      const message = `too old resource version: ${since} (${error.oldestRevision})`;
      this.#write('ERROR', expired(message).status);
      this.#response.end();
    }
  }

  /** Tells the client how far it has come, by an object that has nothing but a resource version. */
  sendBookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    const { view } = this.#options;
    const resourceVersion = String(revision);
    const metadata = { resourceVersion, ...(annotations === undefined ? {} : { annotations }) };
    if (view.presentation === 'table') {
      this.#write('BOOKMARK', presentList([], { resourceVersion }, { ...view, now: this.#options.now() }));
      return;
    }
    const kind = view.presentation === 'object' ? view.type.kind : 'PartialObjectMetadata';
    const apiVersion = view.presentation === 'object' ? groupVersion(view.type) : 'meta.k8s.io/v1';
    this.#write('BOOKMARK', { kind, apiVersion, metadata });
  }

  #keepTelling(): void {
    const { store, bookmarkMs } = this.#options;
    if (!this.#bookmarks) return;
    this.#timers.push(setInterval(() => this.sendBookmark(store.revision), bookmarkMs).unref());
  }

  async #drained(): Promise<void> {
    // Who leaves meanwhile is seen at the signal.
    await once(this.#response, 'drain', { signal: this.#left.signal }).catch(() => {});
  }

  // With a selector, an object that starts or stops to match appears or disappears for this client.
  #handleChange(change: StoreChange): void {
    const { matches } = this.#options.selection;
    const before = change.previous !== undefined && matches(change.previous);
    const after = change.type !== 'DELETED' && matches(change.object);
    if (!before && !after) return;
    const type = before ? (after ? 'MODIFIED' : 'DELETED') : 'ADDED';
    this.#send(type, type === 'DELETED' ? lastSeen(change) : change.object);
  }

  #send(type: EventType, object: KubeObject): void {
    const view = { ...this.#options.view, now: this.#options.now() };
    const shown = presentObject(object, view);
    const repeated = view.presentation === 'table' && this.#headersSent;
    this.#headersSent = true;
    this.#write(type, repeated ? withoutHeaders(shown as Table) : shown);
  }

  #write(type: EventType, object: unknown): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    const fits = this.#response.write(`${JSON.stringify({ type, object })}\n`);
    if (!fits && this.#response.writableLength > maxBehindBytes) this.#response.destroy();
  }

  #finish(): void {
    if (this.#bookmarks && this.#stopFollowing !== undefined) this.sendBookmark(this.#options.store.revision);
    this.#response.end();
  }

  #release(): void {
    this.#left.abort();
    this.#stopFollowing?.();
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

function lastSeen(change: StoreChange): KubeObject {
  const { resourceVersion = '' } = change.object.metadata;
  const object = change.previous ?? change.object;
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}
