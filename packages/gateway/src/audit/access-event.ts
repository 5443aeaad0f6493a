/** Somebody as the audit names them: never with a token or cookie. */
export interface AuditedUser {
  readonly name: string;
  readonly groups: readonly string[];
}

/**
 * What happens before there is a session: at the login, where a request is refused, and when the policy's file has changed.
 *
 * `method` names the way of logging in (`local`, `token`, `oidc`, `proxy`), `address` where the request comes from.
 * `reason` and `code` are short stable words, `message` a sentence; none of them holds what somebody sent as a secret.
 */
export type AccessEvent =
  | { readonly type: 'login'; readonly method: string; readonly user: AuditedUser; readonly address: string }
  | {
      readonly type: 'login-failed';
      readonly method: string;
      /** As whom somebody tried, where that is known. */
      readonly user?: AuditedUser | undefined;
      readonly address: string;
      readonly reason: string;
    }
  | {
      readonly type: 'logout';
      readonly method: string;
      readonly user: AuditedUser;
      /** Empty where nobody asked: the login expired, or was taken back. */
      readonly address: string;
      /** `asked`, `expired`, `revoked`. */
      readonly reason: string;
    }
  | {
      readonly type: 'refused';
      readonly user?: AuditedUser | undefined;
      readonly address: string;
      /** HTTP status that goes with it. */
      readonly status: number;
      readonly code: string;
      readonly message: string;
      /** What was asked for. */
      readonly target?: AuditedTarget | undefined;
      readonly session?: string | undefined;
    }
  /** From now on other rules hold; `otherwise`: what does where no rule matches. */
  | {
      readonly type: 'policy-replaced';
      readonly file: string;
      readonly rules: number;
      readonly otherwise: 'allow' | 'deny';
    }
  /** The file is not good: the rules before it hold. */
  | { readonly type: 'policy-refused'; readonly file: string; readonly message: string };

/** A container. */
export interface AuditedTarget {
  readonly context: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** Takes down what ways of logging in and routes tell. Must not throw. */
export type RecordAccess = (event: AccessEvent) => void;

/** For whom nobody keeps a record. */
export const ignoreAccess: RecordAccess = () => {};
