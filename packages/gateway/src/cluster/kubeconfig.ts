import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ConfigError } from './config-error.ts';
import { hasServiceAccount, loadInCluster } from './in-cluster.ts';
import {
  type Kubeconfig,
  kubeconfigDirectory,
  mergeKubeconfigs,
  parseKubeconfig,
} from './kubeconfig-file.ts';

/**
 * Where clusters come from.
 * `default`: `$KUBECONFIG` (several files merged), else `~/.kube/config`, else the service account of the pod we run in.
 */
export type KubeconfigSource =
  | { readonly type: 'default' }
  | { readonly type: 'file'; readonly path: string }
  /** A kubeconfig's text. `directory`: what relative paths in it are relative to; default: the working directory. */
  | { readonly type: 'content'; readonly content: string; readonly directory?: string }
  | { readonly type: 'in-cluster' };

export interface KubeconfigEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/** Loads a kubeconfig. Throws a `ConfigError` with one clear line; a kubeconfig without any context is one, too. */
export async function loadKubeconfig(
  source: KubeconfigSource,
  environment: KubeconfigEnvironment = { env: process.env, home: homedir() },
): Promise<Kubeconfig> {
  switch (source.type) {
    case 'default':
      return await loadDefault(environment);
    case 'file':
      return requireContexts(await loadFile(source.path), source.path);
    case 'content': {
      const origin = 'the given kubeconfig';
      const directory = source.directory ?? process.cwd();
      return requireContexts(parseKubeconfig(source.content, origin, directory), origin);
    }
    case 'in-cluster':
      return await loadInCluster(environment.env);
    default:
      return source satisfies never;
  }
}

async function loadDefault({ env, home }: KubeconfigEnvironment): Promise<Kubeconfig> {
  const listed = (env.KUBECONFIG ?? '').split(delimiter).filter(path => path !== '');
  const paths = listed.length > 0 ? listed : [join(home, '.kube', 'config')];
  const configs = (await Promise.all(paths.map(loadFileIfThere))).filter(config => config !== undefined);
  if (configs.length === 0 && listed.length === 0 && hasServiceAccount(env)) return await loadInCluster(env);
  const names = paths.join(', ');
  if (configs.length === 0) throw new ConfigError('unreadable', `no kubeconfig: ${names} does not exist`);
  return requireContexts(mergeKubeconfigs(configs), names);
}

/** kubectl passes over the files in `$KUBECONFIG` that do not exist, and so do we. */
async function loadFileIfThere(path: string): Promise<Kubeconfig | undefined> {
  try {
    return await loadFile(path);
  } catch (error) {
    if (error instanceof ConfigError && isMissing(error.cause)) return undefined;
    throw error;
  }
}

async function loadFile(path: string): Promise<Kubeconfig> {
  return parseKubeconfig(await readConfigFile(path), path, kubeconfigDirectory(path));
}

async function readConfigFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new ConfigError('unreadable', `can't read kubeconfig ${path}: ${explainRead(error)}`, {
      cause: error,
    });
  }
}

function requireContexts(config: Kubeconfig, origin: string): Kubeconfig {
  if (config.contexts.size === 0) throw new ConfigError('empty', `${origin}: no contexts in it`);
  return config;
}

function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}

function explainRead(error: unknown): string {
  const words: Record<string, string> = {
    ENOENT: 'no such file',
    EACCES: 'permission denied',
    EISDIR: 'it is a directory',
  };
  return words[errorCode(error)] ?? (error instanceof Error ? error.message : String(error));
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
