import type { IncomingMessage } from 'node:http';
import { classifyMessage } from './classify-message.ts';
import { HandshakeError, type HandshakeErrorCode } from './handshake-error.ts';
import { parseStatus } from './status.ts';

const maxBodyBytes = 64 * 1024;

/** The error that a response other than 101 stands for. Reads its body, bounded in size and time, and frees its socket. */
export async function readRefusal(response: IncomingMessage, deadlineMs: number): Promise<HandshakeError> {
  const body = (await readBody(response, deadlineMs)).trim();
  const status = response.statusCode ?? 0;
  const kubernetes = parseStatus(body);
  const message = (kubernetes?.message ?? body) || `HTTP ${status} ${response.statusMessage ?? ''}`.trim();
  return new HandshakeError(refusalCode(status, body, message), message, {
    status,
    reason: kubernetes?.reason,
    retryAfterSeconds: retryAfterSeconds(response.headers['retry-after']),
  });
}

function refusalCode(status: number, body: string, message: string): HandshakeErrorCode {
  // Kubernetes refuses a subprotocol with an empty body; its refusals of a user have a Status.
  if (status === 403 && body === '') return 'subprotocol-refused';
  if (status === 401) return 'unauthorized';
  if (status === 429) return 'rate-limited';
  return classifyMessage(message) ?? codeOfStatus(status);
}

function codeOfStatus(status: number): HandshakeErrorCode {
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status >= 400 && status < 500) return 'bad-request';
  return status >= 500 ? 'server-error' : 'unexpected-response';
}

function retryAfterSeconds(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : undefined;
}

/** What came of the body until its end, its limit or the deadline. Never rejects: half a message is better than none. */
function readBody(response: IncomingMessage, deadlineMs: number): Promise<string> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks).subarray(0, maxBodyBytes).toString());
      response.destroy();
    };
    const timer = setTimeout(finish, deadlineMs);
    response.on('error', finish);
    response.on('close', finish);
    response.on('end', finish);
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maxBodyBytes) finish();
    });
  });
}
