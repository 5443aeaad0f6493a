import { isIP } from 'node:net';

export interface OriginCheckOptions {
  /** Host names beside `localhost` under which the gateway is reached; IP addresses need not be listed. */
  readonly hostNames?: readonly string[];
  /** The origins of our pages, and no others; their host names are ours, too. Default: the host that was asked for. */
  readonly origins?: readonly string[];
}

/** Which `Host` and `Origin` headers belong to this gateway. */
export class OriginCheck {
  readonly #names: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  /** A `TypeError` for an origin that is none. */
  constructor({ hostNames = [], origins = [] }: OriginCheckOptions = {}) {
    this.#origins = new Set(origins.map(parseOrigin));
    const own = [...this.#origins].map(origin => new URL(origin).hostname);
    this.#names = new Set(['localhost', ...[...hostNames, ...own].map(name => name.toLowerCase())]);
  }

  /** Tells whether a request was meant for this gateway. A rebound DNS name never is an IP address. */
  isOwnHost(host: string | undefined): boolean {
    const name = hostName(host);
    return name !== undefined && (this.#names.has(name) || isIP(name) !== 0);
  }

  /**
   * Tells whether the page that sent a request is one of ours. Browsers name the origin on every WebSocket and on
   * everything that changes something; programs that name none have no page that could be hostile. `scheme`: how the client
   * reaches us, where that is known: a page that came by plain HTTP may be anybody's.
   */
  isOwnOrigin(origin: string | undefined, host: string | undefined, scheme?: 'http' | 'https'): boolean {
    if (origin === undefined) return true;
    if (this.#origins.size > 0) return this.#origins.has(origin);
    if (!URL.canParse(origin)) return false;
    const { protocol, host: itsHost } = new URL(origin);
    return itsHost === host?.toLowerCase() && (scheme === undefined || protocol === `${scheme}:`);
  }
}

function parseOrigin(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null';
  if (!/^https?:\/\/[^*]+$/.test(origin) || origin !== text.replace(/\/$/, '').toLowerCase()) {
    throw new TypeError(`expected an origin such as https://podbay.example.com, got ${JSON.stringify(text)}`);
  }
  return origin;
}

function hostName(host: string | undefined): string | undefined {
  if (host === undefined || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/^\[(.*)\]$/, '$1');
}
