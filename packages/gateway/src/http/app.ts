import { serveStatic } from '@hono/node-server/serve-static';
import type { ErrorBody } from '@podbay/protocol';
import { type Context, Hono } from 'hono';
import type { Logger } from 'pino';
import type { Authenticator } from '../auth/authenticator.ts';
import { httpStatus, RefusalError, toRefusal } from '../errors.ts';
import { apiRoutes } from './api-routes.ts';
import type { Catalog } from './catalog.ts';
import { guard } from './middleware/guard.ts';
import { type LoggedIn, redeemLink, requireLogin } from './middleware/login.ts';
import { pageHeaders } from './middleware/page-headers.ts';
import type { OriginCheck } from './origin.ts';
import type { Terminals } from './terminals.ts';

export interface AppOptions {
  readonly catalog: Catalog;
  readonly terminals: Terminals;
  readonly authenticator: Authenticator;
  readonly origins: OriginCheck;
  /** Directory of the built user interface; without it there is only the API. */
  readonly assetsDir: string | undefined;
  readonly logger: Logger;
}

/** Everything that answers plain HTTP requests. */
export function createApp(options: AppOptions): Hono<LoggedIn> {
  const { catalog, terminals, authenticator, origins, assetsDir, logger } = options;
  const app = new Hono<LoggedIn>();
  app.onError((error, c) => {
    if (!(error instanceof RefusalError)) logger.error({ err: error, path: c.req.path }, 'request failed');
    const refusal = toRefusal(error);
    return c.json<ErrorBody>({ error: refusal }, httpStatus[refusal.code]);
  });
  app.notFound(c =>
    c.json<ErrorBody>({ error: { code: 'not-found', message: `There is no ${c.req.path}.` } }, 404),
  );
  app.use(pageHeaders);
  app.get('/healthz', c => c.text('ok'));
  app.use(guard(origins));
  app.use(redeemLink(authenticator));
  app.use(requireLogin(authenticator));
  app.use('/api/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    await next();
  });
  app.route('/api/v1', apiRoutes(catalog, terminals));
  if (assetsDir !== undefined) app.get('*', serveStatic({ root: assetsDir, onFound: cacheAssets }));
  return app;
}

// Vite names what lies in assets/ by its content.
function cacheAssets(path: string, c: Context): void {
  const forever = /[\\/]assets[\\/]/.test(path);
  c.header('Cache-Control', forever ? 'private, max-age=31536000, immutable' : 'no-cache');
}
