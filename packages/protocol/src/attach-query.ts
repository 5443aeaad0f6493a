import { explainBadTarget, type Target } from './target.ts';
import { isTerminalSize, type TerminalSize } from './terminal-size.ts';

/** Path of the terminal's WebSocket. */
export const attachPath = '/api/v1/attach';

/**
 * What the upgrade's query string says.
 *
 * `open` starts a process; the client chooses the session's id, so that a repeated request meets the session that
 * its first try already started. `resume` only ever joins a session that lives.
 */
export type AttachQuery = OpenQuery | ResumeQuery;

export interface OpenQuery {
  readonly type: 'open';
  /** 16..64 characters of `A-Za-z0-9_-`. */
  readonly session: string;
  /** Names this client's stream of input across its connections; the same alphabet. */
  readonly client: string;
  readonly target: Target;
  readonly size: TerminalSize;
  /** argv of the command; empty: the best shell that the container has. */
  readonly command: readonly string[];
}

export interface ResumeQuery {
  readonly type: 'resume';
  readonly session: string;
  readonly client: string;
  /** Absolute offset of the first output byte that the terminal has not parsed. */
  readonly offset: number;
  /** All others who look on have to leave. */
  readonly takeOver?: true;
  /** The terminal's size now, where the viewer has one of its own. */
  readonly size: TerminalSize | undefined;
}

const idPattern = /^[A-Za-z0-9_-]{16,64}$/;

/** Tells whether `id` can name a session or a client. */
export function isId(id: string): boolean {
  return idPattern.test(id);
}

/** The query string of `query`, without `?`. */
export function formatAttachQuery(query: AttachQuery): string {
  const params = new URLSearchParams({ session: query.session, client: query.client });
  if (query.size !== undefined) {
    params.set('cols', String(query.size.cols));
    params.set('rows', String(query.size.rows));
  }
  if (query.type === 'resume') {
    params.set('offset', String(query.offset));
    if (query.takeOver) params.set('takeOver', 'true');
    return params.toString();
  }
  const { context, namespace, pod, container } = query.target;
  for (const [key, value] of Object.entries({ context, namespace, pod, container })) params.set(key, value);
  for (const argument of query.command) params.append('command', argument);
  return params.toString();
}

/**
 * Reads the upgrade's query string. Returns the query, or what is wrong in words.
 * `newId` makes the ids that a minimal client leaves out.
 */
export function parseAttachQuery(params: URLSearchParams, newId: () => string): AttachQuery | string {
  const session = params.get('session') ?? newId();
  const client = params.get('client') ?? newId();
  if (!isId(session)) return 'session must be 16 to 64 characters of A-Z a-z 0-9 _ -';
  if (!isId(client)) return 'client must be 16 to 64 characters of A-Z a-z 0-9 _ -';
  const size = parseSize(params);
  if (typeof size === 'string') return size;
  return params.has('offset')
    ? parseResume(params, { session, client, size })
    : parseOpen(params, { session, client, size });
}

interface Common {
  readonly session: string;
  readonly client: string;
  readonly size: TerminalSize | undefined;
}

function parseResume(params: URLSearchParams, common: Common): ResumeQuery | string {
  const offset = parseInteger(params.get('offset'));
  if (!params.has('session')) return 'resuming needs the session';
  if (offset === undefined) return 'offset must be an integer >= 0';
  const takeOver = params.get('takeOver') === 'true' ? ({ takeOver: true } as const) : {};
  return { type: 'resume', offset, ...takeOver, ...common };
}

function parseOpen(params: URLSearchParams, common: Common): OpenQuery | string {
  const target = {
    context: params.get('context') ?? '',
    namespace: params.get('namespace') ?? '',
    pod: params.get('pod') ?? '',
    container: params.get('container') ?? '',
  };
  const problem = explainBadTarget(target);
  if (problem !== undefined) return problem;
  return {
    type: 'open',
    ...common,
    target,
    size: common.size ?? { cols: 80, rows: 24 },
    command: params.getAll('command'),
  };
}

function parseSize(params: URLSearchParams): TerminalSize | undefined | string {
  if (!params.has('cols') && !params.has('rows')) return undefined;
  const size = { cols: parseInteger(params.get('cols')) ?? 0, rows: parseInteger(params.get('rows')) ?? 0 };
  return isTerminalSize(size) ? size : 'cols and rows must be integers from 1 to 1000';
}

function parseInteger(text: string | null): number | undefined {
  if (text === null || !/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
