import { isIP } from 'node:net';

/** Which `Host` and `Origin` headers belong to this gateway. */
export class OriginCheck {
  readonly #names: ReadonlySet<string>;

  /** `names`: host names beside `localhost` under which the gateway is reached; IP addresses need not be listed. */
  constructor(names: readonly string[]) {
    this.#names = new Set(['localhost', ...names.map(name => name.toLowerCase())]);
  }

  /** Tells whether a request was meant for this gateway. A rebound DNS name never is an IP address. */
  isOwnHost(host: string | undefined): boolean {
    const name = hostName(host);
    return name !== undefined && (this.#names.has(name) || isIP(name) !== 0);
  }

  /**
   * Tells whether the page that sent a request is one of ours. Browsers name the origin on every WebSocket and on
   * everything that changes something; programs that name none have no page that could be hostile.
   */
  isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
    return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host?.toLowerCase());
  }
}

function hostName(host: string | undefined): string | undefined {
  if (host === undefined || !URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/^\[(.*)\]$/, '$1');
}
