import type { TerminalSize } from './terminal-size.ts';

/**
 * The channel framing of Kubernetes' remote command over WebSocket: every message is one channel byte and its payload.
 * Source: k8s.io/apimachinery `pkg/util/remotecommand` and k8s.io/apiserver `pkg/util/wsstream`.
 */
export const channels = {
  stdin: 0,
  stdout: 1,
  stderr: 2,
  /** Server to client: one metav1.Status as JSON, last of all. */
  error: 3,
  /** Client to server: `{"Width":cols,"Height":rows}`. */
  resize: 4,
  /** Client to server, v5 only: the payload's one byte names the channel that ends. */
  close: 255,
} as const;

export const v5 = 'v5.channel.k8s.io';
export const v4 = 'v4.channel.k8s.io';

export type Subprotocol = typeof v5 | typeof v4;

/** One message, taken apart. */
export interface Frame {
  /** The first byte, whether it is a channel of `channels` or not. */
  readonly channel: number;
  /** The rest, not copied. */
  readonly payload: Buffer;
}

/** Takes a message apart; `undefined` for the empty one, which carries nothing. */
export function decodeFrame(message: Buffer): Frame | undefined {
  const channel = message[0];
  if (channel === undefined) return undefined;
  return { channel, payload: message.subarray(1) };
}

/** A message with a copy of `payload` on `channel`. */
export function encodeFrame(channel: number, payload: Uint8Array): Buffer {
  const message = Buffer.allocUnsafe(payload.length + 1);
  message[0] = channel;
  message.set(payload, 1);
  return message;
}

/** A resize message. The size must be valid: one that is not wedges the session's whole input in Kubernetes. */
export function encodeResize(size: TerminalSize): Buffer {
  return encodeFrame(channels.resize, Buffer.from(JSON.stringify({ Width: size.cols, Height: size.rows })));
}

/** The v5 message that ends stdin. */
export function encodeStdinEnd(): Buffer {
  return Buffer.of(channels.close, channels.stdin);
}
