import { isLabelName } from '@podbay/protocol';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { User } from '../auth/authenticator.ts';
import { RefusalError } from '../errors.ts';
import type { Session } from '../session/session.ts';
import type { Catalog, Place } from './catalog.ts';
import { serveLog } from './log-stream.ts';
import type { LoggedIn } from './middleware/login.ts';
import { streamPods } from './pod-stream.ts';
import type { Terminals } from './terminals.ts';

/** How the address says "all namespaces"; no namespace can have this name. */
const allNamespaces = '_all';

/** The REST interface below `/api/v1`, for users who are logged in. */
export function apiRoutes(catalog: Catalog, terminals: Terminals): Hono<LoggedIn> {
  return new Hono<LoggedIn>()
    .get('/contexts', c => c.json(catalog.contexts(c.get('user'))))
    .get('/contexts/:context/namespaces', async c => {
      const namespaces = await catalog.namespaces(
        { user: c.get('user'), context: c.req.param('context') },
        c.req.raw.signal,
      );
      return c.json({ namespaces });
    })
    .get('/contexts/:context/namespaces/:namespace/pods', async c => {
      const place = placeOf(c.get('user'), c.req.param());
      const login = c.get('login');
      if (c.req.query('watch') === 'true')
        return streamSSE(c, stream => streamPods(stream, catalog, { place, login }));
      return c.json({ pods: await catalog.pods(place, c.req.raw.signal) });
    })
    .get('/contexts/:context/namespaces/:namespace/pods/:pod/log', c => serveLog(c, catalog))
    .get('/snippets', c => c.json({ snippets: catalog.snippets() }))
    .get('/sessions', c => c.json({ sessions: terminals.list(c.get('user')) }))
    .get('/sessions/:id/foreground', async c => {
      const user = c.get('user');
      const session = findSession(terminals, c.req.param('id'), user);
      return c.json(await terminals.foreground(session, user, c.req.raw.signal));
    })
    .delete('/sessions/:id', async c => {
      await findSession(terminals, c.req.param('id'), c.get('user')).end('user');
      return c.body(null, 204);
    });
}

function findSession(terminals: Terminals, id: string, user: User): Session {
  const session = terminals.find(id, user);
  if (session !== undefined) return session;
  throw new RefusalError({ code: 'session-not-found', message: 'There is no such session.' });
}

function placeOf(user: User, { context, namespace }: { context: string; namespace: string }): Place {
  if (namespace === allNamespaces) return { user, context, namespace: '' };
  if (isLabelName(namespace)) return { user, context, namespace };
  const message = `namespace ${JSON.stringify(namespace)} is not a valid name.`;
  throw new RefusalError({ code: 'bad-request', message });
}
