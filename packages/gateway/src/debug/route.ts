import type { ServerResponse } from 'node:http';

export interface DebugRequest {
  readonly params: URLSearchParams;
  readonly response: ServerResponse;
  /** Aborts when the client has left or the listener closes. */
  readonly signal: AbortSignal;
}

/** One thing that the debug listener answers to a GET. */
export interface Route {
  readonly about: string;
  /** It costs so much that there is one at a time. */
  readonly heavy?: true;
  readonly answer: (request: DebugRequest) => Promise<void> | void;
}

export type Routes = ReadonlyMap<string, Route>;

export function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('Content-Type', 'application/json');
  response.end(`${JSON.stringify(value, undefined, 2)}\n`);
}

export function sendText(response: ServerResponse, text: string, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(text);
}

/** Makes what follows a file that a browser saves. */
export function startDownload(response: ServerResponse, name: string): void {
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
}

/** What there is, a line each. */
export function listOf(routes: Routes): string {
  const width = Math.max(...[...routes.keys()].map(path => path.length));
  return [...routes].map(([path, { about }]) => `${path.padEnd(width)}  ${about}\n`).join('');
}
