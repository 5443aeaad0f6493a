import type { Duplex } from 'node:stream';

/** An HTTP answer in place of the 101. */
export interface Refusal {
  readonly statusCode: number;
  readonly reason: string;
  readonly contentType: 'application/json' | 'text/plain';
  readonly body: string;
}

export function textRefusal(statusCode: number, reason: string, body: string): Refusal {
  return { statusCode, reason, contentType: 'text/plain', body };
}

/** What golang.org/x/net/websocket answers when it has no subprotocol in common with the client: an empty 403. */
export const noSubprotocol = textRefusal(403, 'Forbidden', '');
export const badMethod = textRefusal(405, 'Method Not Allowed', 'bad method');

/** The API server could not reach the kubelet: a Status without a reason. */
export function dialError(message: string): Refusal {
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `error dialing backend: ${message}`,
    code: 500,
  };
  return {
    statusCode: 500,
    reason: 'Internal Server Error',
    contentType: 'application/json',
    body: JSON.stringify(status),
  };
}

export function sendRefusal(socket: Duplex, { statusCode, reason, contentType, body }: Refusal): void {
  const head = [
    `HTTP/1.1 ${statusCode} ${reason}`,
    ...(body === '' ? [] : [`Content-Type: ${contentType}`]),
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
