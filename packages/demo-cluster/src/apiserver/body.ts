import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import { decodeProtobuf } from './protobuf.ts';
import { ApiError, badRequest } from './status.ts';

const maxBytes = 3 * 1024 * 1024;

/** Reads a request's body: JSON, YAML, or one of the few objects that come as protobuf. `undefined` where there is none. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const bytes = await readBytes(request);
  if (bytes.length === 0) return undefined;
  const object = parseBody(bytes, mediaTypeOf(request));
  if (object !== undefined) return object;
  const message =
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml';
  throw new ApiError(415, { message, reason: 'UnsupportedMediaType' });
}

function parseBody(bytes: Buffer, type: string): unknown {
  try {
    if (type === 'application/vnd.kubernetes.protobuf') return decodeProtobuf(bytes);
    if (type === 'application/yaml') return parse(bytes.toString());
    return type === '' || type.includes('json') ? JSON.parse(bytes.toString()) : undefined;
  } catch (error) {
    throw badRequest(`couldn't get version/kind; parse error: ${String(error)}`);
  }
}

/** The body's media type without its parameters. */
export function mediaTypeOf(request: IncomingMessage): string {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase();
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): ApiError {
  const message = `Request entity too large: limit is ${maxBytes}`;
  return new ApiError(413, { message, reason: 'RequestEntityTooLarge' });
}
