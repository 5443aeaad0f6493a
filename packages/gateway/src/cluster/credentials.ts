import { readFile } from 'node:fs/promises';
import { authProviderHeader } from './client-node.ts';
import { credentialsError } from './credentials-error.ts';
import { type ExecCredential, runExecPlugin } from './exec-plugin.ts';
import { impersonationHeaders } from './impersonation.ts';
import type { ClusterEntry, Material, UserEntry } from './kubeconfig-file.ts';
import { SingleFlight } from './single-flight.ts';

/** What proves who we are, for one request. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly cert: string | Buffer | undefined;
  readonly key: string | Buffer | undefined;
}

/** Where they come from. */
export interface CredentialSource {
  /** Rejects with a `RefusalError`. */
  get(): Promise<Credentials>;
  /** The cluster answered 401. `false`: asking once more would bring the same. */
  drop(): boolean;
}

export interface CredentialsOptions {
  /** How long a credential plugin may take. */
  readonly pluginTimeoutMs: number;
  /** How long before its expiry a credential counts as expired. */
  readonly skewMs: number;
}

const defaults: CredentialsOptions = { pluginTimeoutMs: 30_000, skewMs: 60_000 };

/**
 * A kubeconfig user's credentials, fresh for each handshake: files are read again, plugins asked again before expiry.
 * Rejects with a `RefusalError` (`cluster-credentials`).
 */
export class CredentialStore implements CredentialSource {
  readonly #user: UserEntry;
  readonly #exec: SingleFlight<ExecCredential> | undefined;
  readonly #authProvider: SingleFlight<string | undefined> | undefined;
  readonly #closing = new AbortController();

  constructor(user: UserEntry, cluster: ClusterEntry, options: Partial<CredentialsOptions> = {}) {
    const { pluginTimeoutMs, skewMs } = { ...defaults, ...options };
    const { exec, authProvider } = user;
    this.#user = user;
    if (exec !== undefined) {
      const pluginOptions = { cluster, timeoutMs: pluginTimeoutMs, signal: this.#closing.signal };
      this.#exec = new SingleFlight(
        () => runExecPlugin(exec, pluginOptions),
        credential => (credential.expiresAt === undefined ? undefined : credential.expiresAt - skewMs),
      );
    }
    if (authProvider !== undefined) {
      const provider = { name: authProvider.name, config: { ...authProvider.config } };
      // Expired at once: the library keeps its tokens itself, only the calls are joined.
      this.#authProvider = new SingleFlight(
        () => authProviderHeader(provider),
        () => 0,
      );
    }
  }

  async get(): Promise<Credentials> {
    const user = this.#user;
    const plugin = await this.#exec?.get();
    const authorization = await this.#authorization(plugin);
    return {
      headers: {
        ...(authorization && { Authorization: authorization }),
        ...(user.impersonate && impersonationHeaders(user.impersonate)),
      },
      cert: plugin?.cert ?? (await readMaterial(user.cert, 'client certificate')),
      key: plugin?.key ?? (await readMaterial(user.key, 'client key')),
    };
  }

  /** Whatever is kept is asked for anew; files are read again in any case. */
  drop(): boolean {
    this.#exec?.drop();
    return true;
  }

  /** Ends a credential plugin that runs. */
  close(): void {
    this.#closing.abort();
  }

  async #authorization(plugin: ExecCredential | undefined): Promise<string | undefined> {
    const { token, basic } = this.#user;
    if (plugin?.token !== undefined) return `Bearer ${plugin.token}`;
    if (token !== undefined) return `Bearer ${(await readMaterial(token, 'token'))?.toString().trim()}`;
    if (basic !== undefined)
      return `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`;
    return await this.#providerAuthorization();
  }

  async #providerAuthorization(): Promise<string | undefined> {
    try {
      return await this.#authProvider?.get();
    } catch (error) {
      const name = this.#user.authProvider?.name;
      const reason = error instanceof Error ? error.message : String(error);
      throw credentialsError(`The ${name} login of the kubeconfig failed: ${reason}`, { cause: error });
    }
  }
}

/** Reads a certificate, key or token; `what` names it in the error. */
export async function readMaterial(
  material: Material | undefined,
  what: string,
): Promise<Buffer | undefined> {
  if (material === undefined) return undefined;
  if (material.type === 'data') return material.bytes;
  try {
    return await readFile(material.path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw credentialsError(`The kubeconfig's ${what} can't be read: ${reason}`, { cause: error });
  }
}
