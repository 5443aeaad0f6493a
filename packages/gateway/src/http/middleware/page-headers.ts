import type { MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';

export interface PageHeadersOptions {
  /** Who may show the page in a frame, as the CSP's `frame-ancestors` names them; default: nobody. */
  readonly frameAncestors: readonly string[];
  /** Browsers reach the gateway by https alone, and shall remember it. */
  readonly secure: boolean;
}

const hstsSeconds = 365 * 24 * 60 * 60;

/**
 * Headers of every answer: nothing from elsewhere, and nothing that is part of a page but style sheets with the nonce of the
 * answer (`secureHeadersNonce`).
 */
export function pageHeaders({ frameAncestors, secure }: PageHeadersOptions): MiddlewareHandler {
  const mayBeFramed = frameAncestors.length > 0;
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      // sixel images are decoded in WebAssembly; this allows no script that is text.
      scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
      styleSrc: ["'self'", NONCE],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: mayBeFramed ? [...frameAncestors] : ["'none'"],
    },
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: secure && `max-age=${hstsSeconds}`,
    // It knows no list of origins, and `frame-ancestors` says it all.
    xFrameOptions: mayBeFramed ? false : 'DENY',
  });
}
