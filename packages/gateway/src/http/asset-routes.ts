import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Authenticator } from '../auth/authenticator.ts';
import type { LoggedIn } from './middleware/login.ts';
import type { SenderOf } from './sender.ts';

export interface AssetRoutesOptions {
  /** Directory of the built user interface; a compressed copy lies beside a file with `.br` or `.gz` at its end. */
  readonly assetsDir: string;
  readonly authenticator: Authenticator;
  readonly senderOf: SenderOf;
}

/** Where the page has the nonce of its style sheets, see `pageHeaders`. */
const noncePlaceholder = '__CSP_NONCE__';

/**
 * The files of the user interface, which has the login page in it: whoever is not logged in gets it with status 401.
 * A page that another site links to comes without a `SameSite=Strict` cookie, and finds itself logged in nevertheless.
 */
export function assetRoutes({ assetsDir, authenticator, senderOf }: AssetRoutesOptions): Hono<LoggedIn> {
  const files = serveStatic<LoggedIn>({ root: assetsDir, precompressed: true });
  return new Hono<LoggedIn>()
    .on('GET', ['/', '/index.html'], async c => {
      const login = await authenticator.authenticate(senderOf(c.env.incoming));
      const page = await readFile(join(assetsDir, 'index.html'), 'utf8');
      // It depends on who asks, and on the nonce.
      c.header('Cache-Control', 'no-cache');
      const html = page.replaceAll(noncePlaceholder, c.get('secureHeadersNonce') ?? '');
      return c.html(html, login === undefined ? 401 : 200);
    })
    .get('*', async (c, next) => {
      const found = await files(c, next);
      if (!(found instanceof Response)) return;
      found.headers.set('Cache-Control', cacheControl(c.req.path));
      found.headers.set('Vary', 'Accept-Encoding');
      return found;
    });
}

// Vite names what lies in assets/ by its content.
function cacheControl(path: string): string {
  return path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
}
