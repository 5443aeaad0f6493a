import type { OriginCheckOptions } from './origin.ts';
import type { ServerCertificate } from './server-certificate.ts';

/** How browsers reach the gateway, and from where. */
export interface SiteOptions extends OriginCheckOptions {
  /** The origins of our pages, and no others; their host names are ours, too. The first is the public one. */
  readonly origins?: readonly string[];
  /** Addresses and networks of proxies that are believed about a client's address. */
  readonly trustedProxies?: readonly string[];
  /** Who may show the page in a frame, e.g. `https://portal.example.com`; default: nobody. */
  readonly frameAncestors?: readonly string[];
  /** Makes the server one of https. */
  readonly tls?: ServerCertificate;
}

/** Browsers reach it by https alone. */
export function isSecure({ origins = [], tls }: SiteOptions): boolean {
  return tls !== undefined || (origins.length > 0 && origins.every(origin => origin.startsWith('https:')));
}
