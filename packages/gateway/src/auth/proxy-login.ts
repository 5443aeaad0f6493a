import type { LoginWay } from '@podbay/protocol';
import { AddressList } from '../address-list.ts';
import type { RecordAccess } from '../audit/access-event.ts';
import { RefusalError } from '../errors.ts';
import { impersonable, type Prefixes } from './asserted-user.ts';
import type { Authenticator, Login, LogOut, Sender } from './authenticator.ts';
import { isSameSecret } from './secret.ts';

export interface ProxyLoginOptions {
  /** Addresses and networks of the proxy. */
  readonly from: readonly string[];
  /** What the proxy shows beside its address: a secret in a header, or a client certificate that the server verifies. */
  readonly proof:
    | { readonly type: 'secret'; readonly header: string; readonly secret: string }
    /** `names`: it is one of these, e.g. `CN=ingress` or `DNS:ingress.example.com`; left out: any that the server believes. */
    | { readonly type: 'certificate'; readonly names?: readonly string[] | undefined };
  /** The headers' names, in lower case. */
  readonly userHeader: string;
  readonly groupsHeader: string;
  readonly groupsSeparator: string;
  readonly prefixes: Prefixes;
  /** How often a connection must be made anew, so that the proxy says whether the user is still logged in, in ms; 0: never. */
  readonly recheckMs?: number | undefined;
  /** Where the proxy logs people out; without it they can't. */
  readonly logoutUrl?: string | undefined;
  readonly record: RecordAccess;
}

const defaultRecheckMs = 42_000;

/**
 * Login by a reverse proxy that says in headers who somebody is. It is believed only by its address and a proof that it is
 * the proxy; from anybody else these headers are an attempt to be somebody else, and the request is refused.
 */
export class ProxyLogin implements Authenticator {
  readonly ways: readonly LoginWay[] = [{ type: 'proxy' }];
  readonly advice = ['Reach Podbay through the proxy that logs you in.'];
  readonly routes = [];
  readonly #options: ProxyLoginOptions;
  readonly #proxies: AddressList;
  readonly #never = new AbortController().signal;

  /** A `TypeError` for addresses that are none. */
  constructor(options: ProxyLoginOptions) {
    this.#options = options;
    this.#proxies = new AddressList(options.from);
  }

  async authenticate(sender: Sender): Promise<Login | undefined> {
    const { userHeader, groupsHeader } = this.#options;
    const { [userHeader]: names, [groupsHeader]: groups } = sender.headers;
    if (names === undefined && groups === undefined) return undefined;
    const doubt = this.#doubt(sender);
    if (doubt !== undefined) throw this.#refuse(doubt, sender);
    const [name = '', ...more] = names ?? [];
    if (more.length > 0) throw this.#refuse(`The header ${userHeader} is there more than once.`, sender);
    if (name === '') return undefined;
    return this.#logIn(name, groups ?? []);
  }

  #logIn(header: string, groupHeaders: readonly string[]): Login {
    const { groupsSeparator, prefixes, recheckMs = defaultRecheckMs } = this.#options;
    const groups = groupHeaders
      .flatMap(value => decode(value).split(groupsSeparator))
      .map(group => group.trim());
    const user = impersonable(
      { name: decode(header), groups: groups.filter(group => group !== '') },
      prefixes,
    );
    const identity = { type: 'impersonated', user: user.name, groups: user.groups, extra: {} } as const;
    return {
      user: { id: `proxy:${user.name}`, ...user, identity, ended: this.#never },
      way: 'proxy',
      proof: 'ambient',
      ...(recheckMs > 0 && { proofMs: recheckMs }),
      ...this.#logOut(),
    };
  }

  #logOut(): Pick<Login, 'logOut'> {
    const { logoutUrl } = this.#options;
    if (logoutUrl === undefined) return {};
    return { logOut: async (): Promise<LogOut> => ({ setCookie: undefined, next: logoutUrl }) };
  }

  /** Why the sender is not the proxy, or `undefined`. */
  #doubt({ peer, headers, certificate }: Sender): string | undefined {
    const { proof, userHeader } = this.#options;
    if (!this.#proxies.includes(peer))
      return `Only the proxy may send the header ${userHeader}, and ${peer || 'this address'} is not its address.`;
    if (proof.type === 'certificate')
      return certificate !== undefined && isOneOf(certificate, proof.names)
        ? undefined
        : `Who sends the header ${userHeader} must have the proxy's client certificate.`;
    const [secret = '', ...more] = headers[proof.header] ?? [];
    if (more.length === 0 && isSameSecret(secret, proof.secret)) return undefined;
    return `Who sends the header ${userHeader} must send the proxy's secret as well.`;
  }

  #refuse(message: string, { address }: Sender): RefusalError {
    this.#options.record({ type: 'login-failed', method: 'proxy', address, reason: message });
    return new RefusalError({ code: 'forbidden', message });
  }
}

function isOneOf(certificate: readonly string[], names: readonly string[] | undefined): boolean {
  return names === undefined || names.some(name => certificate.includes(name));
}

// Node reads headers as Latin-1; names are UTF-8.
function decode(header: string): string {
  return Buffer.from(header, 'latin1').toString('utf8');
}
