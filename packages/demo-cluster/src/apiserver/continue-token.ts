/** Where the next page of a list begins. */
export interface ContinueToken {
  /** The revision of the whole list. */
  readonly revision: number;
  /** The key of the last object that was shown. */
  readonly after: string;
}

/** The opaque token for a client. */
export function formatContinue(token: ContinueToken): string {
  const text = JSON.stringify({ v: 'meta.k8s.io/v1', rv: token.revision, start: token.after });
  return Buffer.from(text).toString('base64url');
}

/** Reads a token; `undefined` when it isn't one. */
export function parseContinue(text: string): ContinueToken | undefined {
  try {
    const { rv, start } = JSON.parse(Buffer.from(text, 'base64url').toString());
    return typeof rv === 'number' && typeof start === 'string' ? { revision: rv, after: start } : undefined;
  } catch {
    return undefined;
  }
}
