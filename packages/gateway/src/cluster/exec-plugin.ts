import { type ChildProcess, spawn } from 'node:child_process';
import { credentialsError } from './credentials-error.ts';
import { deadline } from './deadline.ts';
import type { ClusterEntry, ExecPlugin } from './kubeconfig-file.ts';

/** What a credential plugin printed: `status` of client.authentication.k8s.io `ExecCredential`. */
export interface ExecCredential {
  readonly token: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Milliseconds since 1970; `undefined`: it does not expire. */
  readonly expiresAt: number | undefined;
}

export interface ExecPluginOptions {
  readonly cluster: ClusterEntry;
  readonly timeoutMs: number;
  /** Aborting kills the plugin. */
  readonly signal: AbortSignal;
}

const maxOutputBytes = 1 << 20;
const maxErrorBytes = 4096;

/** Runs a credential plugin once. Rejects with a `RefusalError` that carries what the plugin said on stderr. */
export async function runExecPlugin(plugin: ExecPlugin, options: ExecPluginOptions): Promise<ExecCredential> {
  if (plugin.interactiveMode === 'Always') {
    throw credentialsError(
      `The credential plugin ${plugin.command} needs a terminal, which there is none of.`,
    );
  }
  return readCredential(plugin, await collectOutput(plugin, options));
}

async function collectOutput(plugin: ExecPlugin, options: ExecPluginOptions): Promise<string> {
  using over = deadline(options.timeoutMs, options.signal);
  const child = spawn(plugin.command, plugin.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...plugin.env, KUBERNETES_EXEC_INFO: execInfo(plugin, options.cluster) },
    signal: over.signal,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const output = collect(child);
  child.on('error', error => reject(failedToRun(plugin, error, options.timeoutMs)));
  child.on('close', (code, signalName) => {
    if (code === 0) resolve(output.stdout());
    else
      reject(failedPlugin(plugin, code === null ? String(signalName) : `exit code ${code}`, output.stderr()));
  });
  return await promise;
}

function collect(child: ChildProcess): { stdout: () => string; stderr: () => string } {
  const stdout: Buffer[] = [];
  let stderr = '';
  let bytes = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxOutputBytes) stdout.push(chunk);
    else child.kill('SIGKILL');
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-maxErrorBytes);
  });
  return { stdout: () => Buffer.concat(stdout).toString(), stderr: () => stderr.trim() };
}

function execInfo(plugin: ExecPlugin, cluster: ClusterEntry): string {
  const ca = cluster.ca?.type === 'data' ? cluster.ca.bytes.toString('base64') : undefined;
  const described = {
    server: cluster.server,
    'tls-server-name': cluster.tlsServerName,
    'insecure-skip-tls-verify': cluster.skipTlsVerify || undefined,
    'certificate-authority-data': ca,
    'proxy-url': cluster.proxyUrl,
    config: cluster.execConfig,
  };
  const spec = { interactive: false, ...(plugin.provideClusterInfo && { cluster: described }) };
  return JSON.stringify({ apiVersion: plugin.apiVersion, kind: 'ExecCredential', spec });
}

function readCredential(plugin: ExecPlugin, output: string): ExecCredential {
  const status = parseStatus(output);
  if (status === undefined || (status.token === undefined && status.clientCertificateData === undefined)) {
    throw credentialsError(`The credential plugin ${plugin.command} printed no credential.`);
  }
  const expiresAt = Date.parse(status.expirationTimestamp ?? '');
  return {
    token: status.token,
    cert: status.clientCertificateData,
    key: status.clientKeyData,
    expiresAt: Number.isNaN(expiresAt) ? undefined : expiresAt,
  };
}

interface ExecStatus {
  readonly token?: string;
  readonly clientCertificateData?: string;
  readonly clientKeyData?: string;
  readonly expirationTimestamp?: string;
}

function parseStatus(output: string): ExecStatus | undefined {
  try {
    return (JSON.parse(output) as { status?: ExecStatus } | null)?.status;
  } catch {
    return undefined;
  }
}

function failedToRun(plugin: ExecPlugin, error: Error, timeoutMs: number): Error {
  if (error.name === 'AbortError' && error.cause instanceof Error && error.cause.name === 'TimeoutError') {
    return credentialsError(
      `The credential plugin ${plugin.command} did not answer within ${timeoutMs / 1000} seconds.`,
    );
  }
  const missing = 'code' in error && error.code === 'ENOENT';
  const reason = missing ? 'there is no such program' : error.message;
  return credentialsError(`The credential plugin ${plugin.command} can't be run: ${reason}.`, {
    hint: plugin.installHint,
    cause: error,
  });
}

function failedPlugin(plugin: ExecPlugin, how: string, stderr: string): Error {
  const said = stderr === '' ? '' : `: ${stderr}`;
  return credentialsError(`The credential plugin ${plugin.command} failed (${how})${said}`);
}
