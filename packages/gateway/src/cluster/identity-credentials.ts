import type { ImpersonatedIdentity } from '../identity.ts';
import type { CredentialSource } from './credentials.ts';
import { credentialsError } from './credentials-error.ts';
import { impersonationHeaders } from './impersonation.ts';

/** A user's own token and nothing else: neither a header nor a certificate of the kubeconfig's user. */
export function tokenCredentials(token: () => Promise<string>): CredentialSource {
  return {
    async get() {
      const headers = { Authorization: `Bearer ${checkToken(await token())}` };
      return { headers, cert: undefined, key: undefined };
    },
    // It is asked for anew each time: logins refresh it.
    drop: () => true,
  };
}

/** A token that nobody refreshes. */
export function fixedToken(token: string): CredentialSource {
  return { ...tokenCredentials(async () => token), drop: () => false };
}

/** What proves who the gateway is, and the name of somebody else beside it. */
export function impersonatedCredentials(
  gateway: CredentialSource,
  identity: ImpersonatedIdentity,
): CredentialSource {
  const impersonation = impersonationHeaders(identity);
  return {
    async get() {
      const { headers, ...material } = await gateway.get();
      return { headers: { ...headers, ...impersonation }, ...material };
    },
    drop: () => gateway.drop(),
  };
}

// RFC 6750 section 2.1, and whatever else a header carries unchanged.
function checkToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw credentialsError('The token of the login has characters that no token has.');
}
