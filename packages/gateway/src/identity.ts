/**
 * As whom an API server is asked. Whoever asks must say so: there is no default.
 *
 * - `gateway`: as the kubeconfig's own user, or the pod's service account. For whoever sits at the machine with that
 *   kubeconfig, and for what the gateway does for itself: to end what sessions left.
 * - `token`: with the user's own bearer token.
 * - `impersonated`: by the kubeconfig's user, in the name of somebody else.
 *   https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
 */
export type Identity = GatewayIdentity | TokenIdentity | ImpersonatedIdentity;

export interface GatewayIdentity {
  readonly type: 'gateway';
}

export interface TokenIdentity {
  readonly type: 'token';
  /** Equal for equal users of one login, whatever their token is by now: what connections are kept by. */
  readonly key: string;
  /** The token as it is now. Rejects with a `RefusalError` (`unauthenticated`) once there is none any more. */
  readonly token: () => Promise<string>;
  /** The contexts that may see the token; `undefined`: all. */
  readonly contexts: readonly string[] | undefined;
}

export interface ImpersonatedIdentity {
  readonly type: 'impersonated';
  readonly user: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** The kubeconfig's own user. */
export const gatewayIdentity: GatewayIdentity = { type: 'gateway' };
