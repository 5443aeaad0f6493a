import { get, type IncomingMessage } from 'node:http';
import type { Resources, SessionInspection } from '@podbay/gateway';
import { CliError } from '../cli-error.ts';
import { formatResources, formatSessions } from '../debug/report.ts';

export interface DebugOptions {
  readonly port: number;
  /** Print what the listener says as it is. */
  readonly json?: boolean;
}

/** Prints what a running gateway holds. */
export async function debug({ port, json = false }: DebugOptions, signal: AbortSignal): Promise<void> {
  const [resources, sessions] = await Promise.all([
    ask<Resources>(port, '/debug/resources', signal),
    ask<readonly SessionInspection[]>(port, '/debug/sessions', signal),
  ]);
  const report = `${formatResources(resources)}\n${formatSessions(sessions)}`;
  process.stdout.write(json ? `${JSON.stringify({ resources, sessions }, undefined, 2)}\n` : report);
}

const timeoutMs = 10_000;

async function ask<Answer>(port: number, path: string, signal: AbortSignal): Promise<Answer> {
  const text = await fetchText(port, path, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])).catch(
    cause => {
      throw new CliError(explain(cause, port), { cause });
    },
  );
  try {
    return JSON.parse(text) as Answer;
  } catch (cause) {
    throw new CliError(`127.0.0.1:${port} is not a debug listener of podbay`, { cause });
  }
}

async function fetchText(port: number, path: string, signal: AbortSignal): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get({ host: '127.0.0.1', port, path, agent: false, signal }, resolve).on('error', reject);
  const chunks: Buffer[] = [];
  for await (const chunk of await promise) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function explain(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ECONNREFUSED') {
    return `there is no debug listener at 127.0.0.1:${port}; podbay serve --debug-port ${port} opens it`;
  }
  return `the debug listener at 127.0.0.1:${port} does not answer: ${error instanceof Error ? error.message : String(error)}`;
}
