/** What a folder's files may import, beside files of the folder itself. */
export interface ImportRule {
  /** Workspace packages. */
  readonly packages: readonly string[];
  /** Node's own modules: all, none, or these. */
  readonly node: 'all' | readonly string[];
  /** Files or folders of the same package, relative to its `src`; `undefined`: all of it. */
  readonly inside?: readonly string[];
  /** npm packages; `undefined`: those that the package's package.json names. */
  readonly npm?: readonly string[];
  /** Workspace packages that may only be loaded by `import()`. */
  readonly lazy?: readonly string[];
}

/** Who may import whom, by folder below `packages/`; the longest match counts. No other edge is allowed. */
export const importRules: Readonly<Record<string, ImportRule>> = {
  protocol: { packages: [], node: [] },
  remotecommand: { packages: [], node: 'all' },
  client: { packages: ['@podbay/protocol'], node: [] },
  web: { packages: ['@podbay/client', '@podbay/protocol'], node: [] },
  gateway: { packages: ['@podbay/protocol', '@podbay/remotecommand'], node: 'all' },
  'gateway/src/session': { packages: ['@podbay/protocol'], node: ['node:stream'], inside: [], npm: [] },
  'gateway/src/cluster': {
    packages: ['@podbay/protocol', '@podbay/remotecommand'],
    node: 'all',
    inside: ['errors.ts', 'identity.ts', 'spread.ts', 'session/process.ts'],
  },
  'gateway/src/auth': {
    packages: ['@podbay/protocol'],
    node: 'all',
    inside: [
      'errors.ts',
      'identity.ts',
      'rate-limit.ts',
      'address-key.ts',
      'address-list.ts',
      'read-json.ts',
      'audit/access-event.ts',
    ],
  },
  'gateway/src/http': {
    packages: ['@podbay/protocol'],
    node: 'all',
    inside: [
      'errors.ts',
      'identity.ts',
      'rate-limit.ts',
      'address-key.ts',
      'address-list.ts',
      'read-json.ts',
      'spread.ts',
      'audit/access-event.ts',
      'auth/authenticator.ts',
      'session',
    ],
  },
  'gateway/src/audit': {
    packages: ['@podbay/protocol'],
    node: 'all',
    inside: ['auth/authenticator.ts', 'journal/owner.ts', 'rate-limit.ts'],
    npm: ['pino'],
  },
  'gateway/src/policy': { packages: ['@podbay/protocol'], node: [], inside: [], npm: [] },
  'gateway/src/recorder': {
    packages: ['@podbay/protocol'],
    node: 'all',
    inside: ['session/recorder.ts'],
    npm: [],
  },
  'gateway/src/journal': { packages: [], node: 'all', inside: [], npm: ['zod'] },
  'gateway/src/debug': {
    packages: [],
    node: 'all',
    inside: ['http/origin.ts', 'session/inspect.ts', 'cluster/inspect.ts'],
    npm: [],
  },
  'demo-cluster': { packages: ['@podbay/remotecommand'], node: 'all' },
  podbay: {
    packages: ['@podbay/gateway', '@podbay/protocol', '@podbay/remotecommand', '@podbay/demo-cluster'],
    node: 'all',
    lazy: ['@podbay/demo-cluster'],
  },
};

/** npm packages that only one file may import. */
export const fences: Readonly<Record<string, string>> = {
  '@kubernetes/client-node': 'gateway/src/cluster/client-node.ts',
};
