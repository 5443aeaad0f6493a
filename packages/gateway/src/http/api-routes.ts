import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { RefusalError } from '../errors.ts';
import type { Catalog, Place } from './catalog.ts';
import type { LoggedIn } from './middleware/login.ts';
import { streamPods } from './pod-stream.ts';
import type { Terminals } from './terminals.ts';

/** How the address says "all namespaces"; no namespace can have this name. */
const allNamespaces = '_all';

/** The REST interface below `/api/v1`, for users who are logged in. */
export function apiRoutes(catalog: Catalog, terminals: Terminals): Hono<LoggedIn> {
  return new Hono<LoggedIn>()
    .get('/contexts', c => c.json(catalog.contexts()))
    .get('/contexts/:context/namespaces', async c => {
      const namespaces = await catalog.namespaces(c.req.param('context'), c.req.raw.signal);
      return c.json({ namespaces });
    })
    .get('/contexts/:context/namespaces/:namespace/pods', async c => {
      const place = placeOf(c.req.param());
      if (c.req.query('watch') === 'true') return streamSSE(c, stream => streamPods(stream, catalog, place));
      return c.json({ pods: await catalog.pods(place, c.req.raw.signal) });
    })
    .get('/sessions', c => c.json({ sessions: terminals.list(c.get('user')) }))
    .delete('/sessions/:id', async c => {
      const session = terminals.find(c.req.param('id'), c.get('user'));
      if (session === undefined)
        throw new RefusalError({ code: 'session-not-found', message: 'There is no such session.' });
      await session.end('user');
      return c.body(null, 204);
    });
}

function placeOf(params: { context: string; namespace: string }): Place {
  return { context: params.context, namespace: params.namespace === allNamespaces ? '' : params.namespace };
}
