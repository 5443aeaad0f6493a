import { type Subprotocol, v4, v5 } from '@podbay/remotecommand';
import type { StreamPath } from './stream-request.ts';

/** The way an exec takes and the subprotocol it speaks there. */
export interface Negotiated {
  readonly path: StreamPath;
  readonly subprotocol: Subprotocol;
}

/**
 * Translators (paths A and B) take over whenever v5 is offered, and speak nothing else. Otherwise the container runtime answers: the
 * first in the client's order that it knows. Source: k8s.io/apiserver `pkg/util/wsstream`. `undefined`: nothing in common.
 */
export function negotiate(header: string | undefined, path: StreamPath): Negotiated | undefined {
  const offered = (header ?? '').split(',').map(name => name.trim());
  if (path !== 'C' && offered.includes(v5)) return { path, subprotocol: v5 };
  return offered.includes(v4) ? { path: 'C', subprotocol: v4 } : undefined;
}
