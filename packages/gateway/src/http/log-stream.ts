import { explainBadTarget, parseLogQuery } from '@podbay/protocol';
import type { Context } from 'hono';
import { RefusalError } from '../errors.ts';
import type { Catalog } from './catalog.ts';
import { loginSignal } from './login-signal.ts';
import type { LoggedIn } from './middleware/login.ts';

type LogPath = '/contexts/:context/namespaces/:namespace/pods/:pod/log';

const headers = {
  'Content-Type': 'application/octet-stream',
  // Some proxies gather what they pass on.
  'X-Accel-Buffering': 'no',
};

/**
 * Streams the logs of a pod to one browser. It is read at the pace at which the browser takes it, and ends when the browser
 * leaves, its login is over, or it has to show again who it is; then it asks for what comes after.
 */
export function serveLog(c: Context<LoggedIn, LogPath>, catalog: Catalog): Response {
  const user = c.get('user');
  const { context, namespace, pod } = c.req.param();
  // Which containers there are is in the query.
  const query =
    explainBadTarget({ context, namespace, pod, container: 'any' }) ??
    parseLogQuery(new URL(c.req.url).searchParams);
  if (typeof query === 'string') throw new RefusalError({ code: 'bad-request', message: `${query}.` });
  const signal = AbortSignal.any([c.req.raw.signal, loginSignal(c.get('login'))]);
  return new Response(
    catalog.logs({ user, address: c.get('address'), context, namespace, pod }, query, signal),
    { headers },
  );
}
