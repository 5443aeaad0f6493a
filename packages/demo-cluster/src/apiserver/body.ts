import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import { ApiError, badRequest } from './status.ts';

const maxBytes = 3 * 1024 * 1024;

/** Reads a request's body as JSON or YAML; `undefined` where there is none. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const text = await readText(request);
  if (text === '') return undefined;
  const type = mediaTypeOf(request);
  try {
    if (type === 'application/yaml') return parse(text);
    if (type === '' || type.includes('json')) return JSON.parse(text);
  } catch (error) {
    throw badRequest(`the object provided is unrecognized (must be of type Object): ${String(error)}`);
  }
  const message =
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml';
  throw new ApiError(415, { message, reason: 'UnsupportedMediaType' });
}

/** The body's media type without its parameters. */
export function mediaTypeOf(request: IncomingMessage): string {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase();
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function tooLarge(): ApiError {
  const message = `Request entity too large: limit is ${maxBytes}`;
  return new ApiError(413, { message, reason: 'RequestEntityTooLarge' });
}
