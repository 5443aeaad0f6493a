/** A container. */
export interface Place {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** How to get at the API server, as a kubeconfig says. Survives `JSON.stringify`. */
export interface ApiAccess {
  /** `https://HOST:PORT/PREFIX` */
  readonly server: string;
  readonly headers: Readonly<Record<string, string>>;
  /** PEM texts. */
  readonly tls: { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

/** Where a contestant's terminals are opened. Survives `JSON.stringify`. */
export type Endpoint =
  /** An API server's exec: the server itself, or bytes forwarded to it. */
  | { readonly type: 'exec'; readonly access: ApiAccess; readonly place: Place }
  | { readonly type: 'naive'; readonly origin: string; readonly place: Place }
  | {
      readonly type: 'podbay';
      readonly origin: string;
      readonly cookie: string;
      readonly context: string;
      readonly place: Place;
    };
