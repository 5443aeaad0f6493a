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
