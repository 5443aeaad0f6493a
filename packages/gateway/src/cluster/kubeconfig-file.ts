import { dirname, isAbsolute, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { ConfigError } from './config-error.ts';
import {
  kubeconfigSchema,
  type RawCluster,
  type RawContext,
  type RawExecPlugin,
  type RawUser,
} from './kubeconfig-schema.ts';

/** Certificates, keys and tokens: in the kubeconfig itself, or in a file that is read again for each connection. */
export type Material =
  | { readonly type: 'data'; readonly bytes: Buffer }
  | { readonly type: 'file'; readonly path: string };

export interface ClusterEntry {
  readonly name: string;
  readonly server: string;
  readonly ca: Material | undefined;
  readonly skipTlsVerify: boolean;
  readonly tlsServerName: string | undefined;
  readonly proxyUrl: string | undefined;
  /** The `client.authentication.k8s.io/exec` extension, handed to credential plugins that ask for it. */
  readonly execConfig: unknown;
}

export interface ExecPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly installHint: string | undefined;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: string | undefined;
}

export interface Impersonation {
  readonly user: string;
  readonly uid: string | undefined;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

export interface UserEntry {
  readonly name: string;
  readonly cert: Material | undefined;
  readonly key: Material | undefined;
  readonly token: Material | undefined;
  readonly basic: { readonly username: string; readonly password: string } | undefined;
  readonly exec: ExecPlugin | undefined;
  readonly authProvider:
    | { readonly name: string; readonly config: Readonly<Record<string, string>> }
    | undefined;
  readonly impersonate: Impersonation | undefined;
}

export interface ContextEntry {
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string | undefined;
}

/** One kubeconfig, or several merged. */
export interface Kubeconfig {
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly contexts: ReadonlyMap<string, ContextEntry>;
  readonly currentContext: string | undefined;
}

/**
 * Reads a kubeconfig's text. `origin` is what error messages call it, a file's path or words; paths inside are relative to
 * `directory`. Throws a `ConfigError` that tells the line, or the field, that is wrong.
 */
export function parseKubeconfig(content: string, origin: string, directory: string): Kubeconfig {
  const parsed = kubeconfigSchema.safeParse(parseYaml(content, origin));
  if (!parsed.success) throw new ConfigError('invalid', `${origin}: ${explainIssue(parsed.error.issues[0])}`);
  const raw = parsed.data;
  return {
    clusters: firstOfEachName(
      (raw.clusters ?? []).map(entry => toCluster(entry.name, entry.cluster, directory)),
    ),
    users: firstOfEachName((raw.users ?? []).map(entry => toUser(entry.name, entry.user, directory))),
    contexts: firstOfEachName((raw.contexts ?? []).map(entry => toContext(entry.name, entry.context))),
    currentContext: raw['current-context'],
  };
}

/** The directory that paths in the kubeconfig `file` are relative to. */
export function kubeconfigDirectory(file: string): string {
  return dirname(resolve(file));
}

/** Merges as kubectl does: the first file that defines a name, or the current context, wins. */
export function mergeKubeconfigs(configs: readonly Kubeconfig[]): Kubeconfig {
  return {
    clusters: firstOfEachName(configs.flatMap(config => [...config.clusters.values()])),
    users: firstOfEachName(configs.flatMap(config => [...config.users.values()])),
    contexts: firstOfEachName(configs.flatMap(config => [...config.contexts.values()])),
    currentContext: configs.find(config => config.currentContext !== undefined)?.currentContext,
  };
}

function parseYaml(content: string, origin: string): unknown {
  const document = parseDocument(content, { prettyErrors: true });
  const error = document.errors[0];
  if (error !== undefined) {
    const reason = error.message.split('\n')[0]?.replace(/:$/, '') ?? error.code;
    throw new ConfigError('invalid', `${origin}: not valid YAML: ${reason}`, { cause: error });
  }
  const value: unknown = document.toJS();
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new ConfigError('invalid', `${origin}: not a kubeconfig: expected a mapping at the top`);
  }
  return value;
}

function explainIssue(issue: { path: PropertyKey[]; message: string } | undefined): string {
  return `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not a kubeconfig'}`;
}

function firstOfEachName<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
): ReadonlyMap<string, Entry> {
  const map = new Map<string, Entry>();
  for (const entry of entries) if (!map.has(entry.name)) map.set(entry.name, entry);
  return map;
}

function toCluster(name: string, raw: RawCluster | null | undefined, directory: string): ClusterEntry {
  const extension = raw?.extensions?.find(one => one.name === 'client.authentication.k8s.io/exec');
  return {
    name,
    server: raw?.server ?? '',
    ca: toMaterial(raw?.['certificate-authority-data'], raw?.['certificate-authority'], directory),
    skipTlsVerify: raw?.['insecure-skip-tls-verify'] ?? false,
    tlsServerName: raw?.['tls-server-name'],
    proxyUrl: raw?.['proxy-url'],
    execConfig: extension?.extension,
  };
}

function toUser(name: string, raw: RawUser | null | undefined, directory: string): UserEntry {
  return {
    name,
    cert: toMaterial(raw?.['client-certificate-data'], raw?.['client-certificate'], directory),
    key: toMaterial(raw?.['client-key-data'], raw?.['client-key'], directory),
    token: toToken(raw, directory),
    basic: raw?.username === undefined ? undefined : { username: raw.username, password: raw.password ?? '' },
    exec: raw?.exec ? toExecPlugin(raw.exec, directory) : undefined,
    authProvider: raw?.['auth-provider']
      ? { name: raw['auth-provider'].name, config: raw['auth-provider'].config ?? {} }
      : undefined,
    impersonate:
      raw?.as === undefined
        ? undefined
        : {
            user: raw.as,
            uid: raw['as-uid'],
            groups: raw['as-groups'],
            extra: raw['as-user-extra'] ?? {},
          },
  };
}

function toContext(name: string, raw: RawContext | null | undefined): ContextEntry {
  return { name, cluster: raw?.cluster ?? '', user: raw?.user ?? '', namespace: raw?.namespace };
}

/** Data wins over a file, as in client-go. */
function toMaterial(
  data: string | undefined,
  file: string | undefined,
  directory: string,
): Material | undefined {
  if (data !== undefined) return { type: 'data', bytes: Buffer.from(data, 'base64') };
  return file === undefined ? undefined : { type: 'file', path: resolve(directory, file) };
}

/** A token file wins over a token, as in client-go. */
function toToken(raw: RawUser | null | undefined, directory: string): Material | undefined {
  if (raw?.tokenFile !== undefined) return { type: 'file', path: resolve(directory, raw.tokenFile) };
  return raw?.token === undefined ? undefined : { type: 'data', bytes: Buffer.from(raw.token) };
}

function toExecPlugin(raw: RawExecPlugin, directory: string): ExecPlugin {
  // A bare name is looked up in $PATH; a relative path is relative to the kubeconfig.
  const relative = /[/\\]/.test(raw.command) && !isAbsolute(raw.command);
  return {
    apiVersion: raw.apiVersion,
    command: relative ? join(directory, raw.command) : raw.command,
    args: raw.args,
    env: Object.fromEntries((raw.env ?? []).map(({ name, value }) => [name, value])),
    installHint: raw.installHint,
    provideClusterInfo: raw.provideClusterInfo,
    interactiveMode: raw.interactiveMode,
  };
}
