import type { ErrorBody } from '@podbay/protocol';
import { type Context, Hono } from 'hono';
import type { Logger } from 'pino';
import type { Authenticator } from '../auth/authenticator.ts';
import { httpStatus, RefusalError, toRefusal } from '../errors.ts';
import type { RateLimit } from '../rate-limit.ts';
import { type AccountRoutesOptions, accountRoutes } from './account-routes.ts';
import { apiRoutes } from './api-routes.ts';
import { assetRoutes } from './asset-routes.ts';
import type { Catalog } from './catalog.ts';
import { type DebugRoutesOptions, debugRoutes } from './debug-routes.ts';
import { loginPage } from './login-page.ts';
import { loginRoutes } from './login-routes.ts';
import { guard } from './middleware/guard.ts';
import { limitBody, limitUrl } from './middleware/limits.ts';
import { type LoggedIn, requireLogin } from './middleware/login.ts';
import { type PageHeadersOptions, pageHeaders } from './middleware/page-headers.ts';
import type { OriginCheck } from './origin.ts';
import type { RecordingPort } from './recording-port.ts';
import { recordingRoutes } from './recording-routes.ts';
import type { Terminals } from './terminals.ts';

export interface AppOptions extends AccountRoutesOptions, DebugRoutesOptions, PageHeadersOptions {
  readonly catalog: Catalog;
  readonly recordings: RecordingPort;
  readonly terminals: Terminals;
  readonly authenticator: Authenticator;
  readonly origins: OriginCheck;
  /** Of attempts to log in that failed, by address. */
  readonly attempts: RateLimit;
  /** Directory of the built user interface; without it there is only the API. */
  readonly assetsDir: string | undefined;
  readonly logger: Logger;
}

/** Everything that answers plain HTTP requests. The interface's files are for everybody; what they show is not. */
export function createApp(options: AppOptions): Hono<LoggedIn> {
  const { authenticator, senderOf, assetsDir } = options;
  const app = new Hono<LoggedIn>();
  app.onError((error, c) => answerError(error, c, options.logger));
  app.notFound(c =>
    c.json<ErrorBody>({ error: { code: 'not-found', message: `There is no ${c.req.path}.` } }, 404),
  );
  app.use(pageHeaders(options));
  app.get('/healthz', c => c.text('ok'));
  app.use(guard(options.origins, senderOf));
  app.use(limitUrl, limitBody);
  app.route('/', loginRoutes(options));
  if (assetsDir !== undefined) app.route('/', assetRoutes({ assetsDir, authenticator, senderOf }));
  app.use(requireLogin(authenticator, senderOf));
  app.use('/api/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    await next();
  });
  app.route('/api/v1', accountRoutes(options));
  app.route('/api/v1', debugRoutes(options));
  app.route('/api/v1', recordingRoutes(options.recordings));
  app.route('/api/v1', apiRoutes(options.catalog, options.terminals));
  return app;
}

function answerError(error: Error, c: Context<LoggedIn>, logger: Logger): Response | Promise<Response> {
  if (!(error instanceof RefusalError)) logger.error({ err: error, path: c.req.path }, 'request failed');
  const refusal = toRefusal(error);
  const status = httpStatus[refusal.code];
  c.header('Cache-Control', 'no-store');
  if (refusal.details?.retryAfterMs !== undefined)
    c.header('Retry-After', String(Math.ceil(Number(refusal.details.retryAfterMs) / 1000)));
  if (!c.req.header('accept')?.includes('text/html')) return c.json<ErrorBody>({ error: refusal }, status);
  const nonce = c.get('secureHeadersNonce') ?? '';
  return c.html(loginPage({ problem: refusal.message, advice: refusal.hint ?? '', nonce }), status);
}
