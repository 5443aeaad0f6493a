import { createHash } from 'node:crypto';
import type { Identity } from '../identity.ts';

/** Equal for two identities exactly if they are the same one: what clusters, watches and questions are shared by. */
export function identityKey(identity: Identity): string {
  switch (identity.type) {
    case 'gateway':
      return 'gateway';
    case 'token':
      return `token ${identity.key}`;
    case 'impersonated': {
      const { user, groups, extra } = identity;
      const sorted = Object.entries(extra).toSorted(([a], [b]) => (a < b ? -1 : 1));
      const subject = JSON.stringify([user, groups.toSorted(), sorted]);
      return `impersonated ${createHash('sha256').update(subject).digest('base64')}`;
    }
    default:
      return identity satisfies never;
  }
}
