import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { ApiError, internalError, TextError } from './status.ts';

/** Answers with a JSON document. */
export function sendJson(response: ServerResponse, code: number, body: unknown): void {
  send(response, code, { type: 'application/json', text: `${JSON.stringify(body)}\n` });
}

/** Answers with plain text. */
export function sendText(response: ServerResponse, code: number, text: string): void {
  send(response, code, { type: 'text/plain; charset=utf-8', text });
}

/** Answers with what went wrong; a bug becomes an internal error. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (error instanceof TextError) {
    sendText(response, error.code, error.message);
    return;
  }
  const { code, status } = toApiError(error);
  sendJson(response, code, status);
}

/** The API error in an unknown error. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return internalError(error instanceof Error ? error.message : String(error));
}

/** The headers that the API server puts on every answer. */
export function commonHeaders(): Record<string, string> {
  return { 'Audit-Id': randomUUID(), 'Cache-Control': 'no-cache, private' };
}

function send(response: ServerResponse, code: number, body: { type: string; text: string }): void {
  response.writeHead(code, {
    ...commonHeaders(),
    'Content-Type': body.type,
    'Content-Length': Buffer.byteLength(body.text),
  });
  response.end(body.text);
}
