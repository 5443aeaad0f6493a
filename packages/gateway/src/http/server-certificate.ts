import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import {
  createSecureContext,
  type SecureContextOptions,
  type TlsOptions,
  type Server as TlsServer,
} from 'node:tls';

export interface ServerCertificateOptions {
  /** Paths of PEM files: the certificate with its chain, and its key. */
  readonly cert: string;
  readonly key: string;
  /** Path of the authorities of client certificates; without it clients are asked for none. */
  readonly clientCa?: string;
  /** Who has no client certificate of these authorities: is turned away (default), or may come in, and logs in otherwise. */
  readonly clientAuth?: 'require' | 'optional';
  /** How often the files are looked at. Watching would miss the swapped links by which Kubernetes changes mounted secrets. */
  readonly checkMs?: number;
  /** Is told when the files can't be used as they are now; what was loaded before stays. */
  readonly onError: (error: Error) => void;
  /** Is told when new files are in use. */
  readonly onReload?: () => void;
}

type Files = Pick<SecureContextOptions, 'cert' | 'key' | 'ca'>;

const defaultCheckMs = 10_000;

/** The certificate files of a TLS server, which follows them without dropping a connection. */
export class ServerCertificate {
  readonly #options: ServerCertificateOptions;
  #files: Files;
  #fingerprint: string;
  #failed = '';

  /** Throws an `Error` that names the file and what is wrong with it. */
  constructor(options: ServerCertificateOptions) {
    this.#options = options;
    this.#files = this.#read();
    this.#fingerprint = fingerprint(this.#files);
  }

  /** For a new server. */
  secureOptions(): TlsOptions {
    const { clientCa, clientAuth = 'require' } = this.#options;
    const asks = clientCa !== undefined;
    return { ...this.#files, requestCert: asks, rejectUnauthorized: asks && clientAuth === 'require' };
  }

  /** Keeps a server up to date until it closes. */
  follow(server: Server): void {
    const timer = setInterval(() => this.#reload(server), this.#options.checkMs ?? defaultCheckMs).unref();
    server.once('close', () => clearInterval(timer));
  }

  #reload(server: Server): void {
    try {
      const files = this.#read();
      this.#failed = '';
      if (fingerprint(files) === this.#fingerprint) return;
      // A secure server has the method, though its type does not tell.
      (server as unknown as TlsServer).setSecureContext(files);
      this.#files = files;
      this.#fingerprint = fingerprint(files);
      this.#options.onReload?.();
    } catch (error) {
      this.#reportOnce(error as Error);
    }
  }

  // Files that are changed one after the other don't fit for a moment, and may never.
  #reportOnce(error: Error): void {
    if (error.message !== this.#failed) this.#options.onError(error);
    this.#failed = error.message;
  }

  #read(): Files {
    const { cert, key, clientCa } = this.#options;
    const files = {
      cert: readPem(cert, 'certificate'),
      key: readPem(key, 'key'),
      ...(clientCa !== undefined && { ca: readPem(clientCa, 'client CA') }),
    };
    try {
      createSecureContext(files);
    } catch (error) {
      throw new Error(`${cert} and ${key} can't be used: ${(error as Error).message}`, { cause: error });
    }
    return files;
  }
}

function readPem(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : message;
    throw new Error(`${path}: the ${what} can't be read: ${reason}`, { cause: error });
  }
}

function fingerprint({ cert, key, ca }: Files): string {
  return [cert, key, ca].join('\n');
}
