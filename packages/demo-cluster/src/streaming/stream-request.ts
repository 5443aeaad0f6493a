import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Container } from '../runtime/runtime.ts';

/**
 * Which way an exec takes through a real cluster; it decides where errors surface and what a lost hop looks like.
 * `A`: v5 translated at the API server (1.30-1.35). `B`: v5 translated at the kubelet (1.36). `C`: v4, passed through to the
 * container runtime. A client that offers no v5 always takes C.
 */
export type StreamPath = 'A' | 'B' | 'C';

/** An exec or attach that is authorized and whose pod and container exist in the API. */
export interface StreamRequest {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly kind: 'exec' | 'attach';
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
  readonly namespace: string;
  readonly pod: string;
  readonly containerName: string;
  readonly nodeName: string;
  readonly path: StreamPath;
  /** What the kubelet finds when it looks for the container. */
  readonly lookup: () => StreamLookup;
}

export type StreamLookup =
  | { readonly type: 'running'; readonly container: Container }
  | { readonly type: 'not-running' }
  | { readonly type: 'pod-gone' }
  | { readonly type: 'node-unreachable'; readonly address: string };
