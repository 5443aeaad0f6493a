import type { ContainerState } from './api.ts';
import { concatBytes } from './concat-bytes.ts';
import type { Refusal } from './outcome.ts';
import { isLabelName } from './target.ts';

/** What of a pod's logs is asked for: the query of `GET /api/v1/contexts/:context/namespaces/:namespace/pods/:pod/log`. */
export interface LogQuery {
  /** Empty: all containers of the pod, in the order in which they start. */
  readonly containers: readonly string[];
  readonly follow: boolean;
  /** Of the run before the last restart. */
  readonly previous: boolean;
  readonly sinceSeconds?: number;
  /** The last lines of each container. */
  readonly tailLines?: number;
  /** Where to go on after a break, RFC 3339, by container: lines of that second and later ones come. */
  readonly from: ReadonlyMap<string, string>;
}

/** What the stream tells beside the lines. */
export type LogMessage =
  /** First: whose lines come. A line's source is an index into them. */
  | { readonly type: 'sources'; readonly containers: readonly string[] }
  | { readonly type: 'refused'; readonly container: string; readonly refusal: Refusal }
  /** All has been sent; `null`: the container's state is not known. */
  | { readonly type: 'ended'; readonly container: string; readonly state: ContainerState | null }
  /** The connection to the cluster broke: ask again from where it was. */
  | { readonly type: 'lost'; readonly container: string; readonly message: string }
  /** Nothing, now and then. */
  | { readonly type: 'alive' };

/** A piece of one container's log: whole lines and parts of them, each begun by its time and a blank. */
export interface LogBytes {
  readonly type: 'bytes';
  readonly source: number;
  readonly bytes: Uint8Array;
}

export const maxLogSources = 64;

const controlSource = 255;
const headerBytes = 5;
const maxFrameBytes = 1 << 20;

/** Frames a piece of a log: one byte that says whose, four that say how long it is (big-endian), the bytes. */
export function encodeLogBytes(source: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(headerBytes + bytes.length);
  frame[0] = source;
  new DataView(frame.buffer).setUint32(1, bytes.length);
  frame.set(bytes, headerBytes);
  return frame;
}

/** Frames a message, as JSON from source 255. */
export function encodeLogMessage(message: LogMessage): Uint8Array<ArrayBuffer> {
  return encodeLogBytes(controlSource, new TextEncoder().encode(JSON.stringify(message)));
}

/** Takes a stream of frames apart, wherever it is cut. */
export class LogFrameReader {
  #rest: Uint8Array = new Uint8Array();

  /** What is complete with these bytes. Throws a `RangeError` for a frame that is too long to be one. */
  *push(bytes: Uint8Array): Generator<LogMessage | LogBytes> {
    let data = this.#rest.length === 0 ? bytes : concatBytes(this.#rest, bytes);
    while (data.length >= headerBytes) {
      const length = new DataView(data.buffer, data.byteOffset).getUint32(1);
      if (length > maxFrameBytes) throw new RangeError(`a frame of ${length} bytes`);
      if (data.length < headerBytes + length) break;
      yield readFrame(data[0] ?? 0, data.subarray(headerBytes, headerBytes + length));
      data = data.subarray(headerBytes + length);
    }
    this.#rest = data.slice();
  }
}

function readFrame(source: number, bytes: Uint8Array): LogMessage | LogBytes {
  if (source !== controlSource) return { type: 'bytes', source, bytes };
  return JSON.parse(new TextDecoder().decode(bytes)) as LogMessage;
}

/** The query as an address has it. */
export function formatLogQuery(query: LogQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const container of query.containers) params.append('container', container);
  if (query.follow) params.set('follow', 'true');
  if (query.previous) params.set('previous', 'true');
  if (query.sinceSeconds !== undefined) params.set('sinceSeconds', String(query.sinceSeconds));
  if (query.tailLines !== undefined) params.set('tailLines', String(query.tailLines));
  for (const [container, time] of query.from) params.append('from', `${container}@${time}`);
  return params;
}

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

/** Reads an address's query. Returns the query, or what is wrong with it in words. */
export function parseLogQuery(params: URLSearchParams): LogQuery | string {
  const containers = params.getAll('container');
  if (containers.length > maxLogSources) return `container: at most ${maxLogSources} can be asked for`;
  const bad = containers.find(name => !isLabelName(name));
  if (bad !== undefined) return `container ${JSON.stringify(bad)} is not a valid name`;
  const from = new Map<string, string>();
  for (const text of params.getAll('from')) {
    const [name = '', at = ''] = text.split('@');
    if (!isLabelName(name) || !time.test(at))
      return `from: expected CONTAINER@TIME, got ${JSON.stringify(text)}`;
    from.set(name, at);
  }
  const numbers: { sinceSeconds?: number; tailLines?: number } = {};
  for (const name of ['sinceSeconds', 'tailLines'] as const) {
    const text = params.get(name);
    if (text === null) continue;
    if (!/^\d{1,9}$/.test(text) || (name === 'sinceSeconds' && Number(text) === 0))
      return `${name}: expected a number, got ${JSON.stringify(text)}`;
    numbers[name] = Number(text);
  }
  const isTrue = (name: string) => params.get(name) === 'true';
  return { containers, follow: isTrue('follow'), previous: isTrue('previous'), from, ...numbers };
}
