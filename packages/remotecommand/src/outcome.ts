import type { MessageCode } from './classify-message.ts';

/**
 * How an exec or attach ended. Exactly one each.
 *
 * - `exited`: the server reported an exit status, 0..255 (137 = SIGKILL, 143 = SIGTERM). A 0 is the server's word only:
 *   Kubernetes also reports success when it has lost the kubelet or the runtime, so whoever needs proof lets the command
 *   print its own.
 * - `failed`: the server reported an error; what was asked for did not start, or is gone.
 * - `lost`: the connection ended without a status. The process may live on in the container.
 * - `closed`: this side ended it, by `close()` or the signal. The process lives on in the container unless it minds the
 *   loss of its stdin.
 */
export type RemoteOutcome =
  | { readonly type: 'exited'; readonly code: number }
  | {
      readonly type: 'failed';
      readonly code: FailureCode;
      /** The Status's `reason`, e.g. `InternalError`; may be empty. */
      readonly reason: string;
      /** Kubernetes' own words. */
      readonly message: string;
    }
  | {
      readonly type: 'lost';
      readonly code: LostCode;
      /** The WebSocket's close code; 1006 when there was no close frame. */
      readonly closeCode: number;
      readonly message: string;
      readonly cause?: unknown;
    }
  | { readonly type: 'closed' };

/** `unreadable-status`: what came as the status was none. `error`: an error of no known kind. */
export type FailureCode = MessageCode | 'unreadable-status' | 'error';

/**
 * - `closed-without-status`: a close frame came, but no status.
 * - `connection-lost`: the connection ended without a close frame.
 * - `unresponsive`: nothing came for too long, not even an answer to a ping.
 * - `protocol-error`: the server sent what is not WebSocket, or a text message.
 * - `listener-failed`: the listener threw `cause`.
 */
export type LostCode =
  | 'closed-without-status'
  | 'connection-lost'
  | 'unresponsive'
  | 'protocol-error'
  | 'listener-failed';
