import { ApiError, type Clusters, gatewayIdentity, RefusalError } from '@podbay/gateway/cluster';
import { note } from './terminal-lines.ts';

/** A credential plugin may ask somebody something; the browser tells what comes of that. */
const patienceMs = 3000;

/**
 * Asks the current context's cluster whether it is there. Rejects with a `RefusalError` when it can't be reached and the
 * kubeconfig has no other; where there are others, that is told in a line.
 */
export async function lookForCluster(clusters: Clusters, signal: AbortSignal): Promise<void> {
  const refusal = await findTrouble(clusters, signal);
  if (refusal === undefined) return;
  if (isOnlyOne(clusters)) throw withDemo(refusal);
  note(refusal.message);
}

/** A cluster that says no is there, and one that is slow to answer may be. */
async function findTrouble(clusters: Clusters, signal: AbortSignal): Promise<RefusalError | undefined> {
  try {
    const { client } = clusters.get(clusters.current(gatewayIdentity) ?? '', gatewayIdentity);
    await client.get('/version', { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) });
  } catch (error) {
    if (error instanceof RefusalError && isUnreachable(error)) return error;
  }
  return undefined;
}

function withDemo({ refusal }: RefusalError): RefusalError {
  const hint = [refusal.hint, 'podbay --demo runs the demo cluster instead.'].filter(Boolean).join(' ');
  return new RefusalError({ ...refusal, hint });
}

function isUnreachable(error: RefusalError): boolean {
  return error.refusal.code === 'cluster-unreachable' && !(error instanceof ApiError);
}

function isOnlyOne(clusters: Clusters): boolean {
  return new Set(clusters.contexts(gatewayIdentity).map(({ cluster }) => cluster)).size === 1;
}
