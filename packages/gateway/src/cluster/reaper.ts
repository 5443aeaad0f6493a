import type { Target } from '@podbay/protocol';
import { type Connection, HandshakeError } from '@podbay/remotecommand';
import { RefusalError } from '../errors.ts';
import { type ApiClient, apiPath } from './api-client.ts';
import { isUnauthenticated } from './api-error.ts';
import { Backoff } from './backoff.ts';
import { deadline } from './deadline.ts';
import type { Pod } from './kubernetes-types.ts';
import { findContainer } from './pod-container.ts';
import { PodTurns } from './pod-turns.ts';
import { parseReapReport, type ReapMode, type ReapReport, reapCommand } from './reap-script.ts';
import { runCommand } from './run-command.ts';

/** What a session left in its container. */
export interface Remains {
  readonly target: Target;
  readonly marker: string;
  /** The shell's process id in the container; 0: not known. */
  readonly pid: number;
}

/**
 * - `reaped`: the script ran, and reports.
 * - `gone`: there is no such container any more, and so nothing in it.
 * - `failed`: it could not be done; what was started may live. `denied`: whoever tried may not, or is not known any more.
 */
export type ReapResult = {
  /** It was done, or tried, by the gateway's own rights. */
  readonly asGateway?: boolean;
} & (
  | { readonly type: 'reaped'; readonly report: ReapReport }
  | { readonly type: 'gone' }
  | { readonly type: 'failed'; readonly message: string; readonly denied: boolean }
);

export interface ReaperOptions {
  readonly client: ApiClient;
  readonly connection: Connection;
  /** Shared by all who reap in the same pods; default: nobody else does. */
  readonly turns?: PodTurns | undefined;
  /** Default: `hangup`. */
  readonly mode?: ReapMode | undefined;
}

export interface ReapOptions {
  readonly attempts: number;
  /** Of everything together, once it is its turn. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

const retry = { baseMs: 500, maxMs: 8_000 };
const lookAttempts = 3;

interface Tries {
  readonly mode: 'look' | ReapMode;
  readonly attempts: number;
  readonly signal: AbortSignal;
}

/**
 * Finds and ends what sessions started in containers, by a second exec: Kubernetes itself leaves it running for ever.
 * It never rejects.
 */
export class Reaper {
  readonly #client: ApiClient;
  readonly #connection: Connection;
  readonly #turns: PodTurns;
  readonly #mode: ReapMode;

  constructor({ client, connection, turns = new PodTurns(), mode = 'hangup' }: ReaperOptions) {
    this.#turns = turns;
    this.#client = client;
    this.#connection = connection;
    this.#mode = mode;
  }

  /** Ends it: HUP, 2 s, KILL, and a look whether it is gone. Tried again, with growing waits, while it fails. */
  async reap(remains: Remains, options: ReapOptions): Promise<ReapResult> {
    return await this.#turns.run(remains.target, async () => {
      using over = deadline(options.deadlineMs, options.signal);
      return await this.#try(remains, { mode: this.#mode, attempts: options.attempts, signal: over.signal });
    });
  }

  /** Looks what there is and ends nothing, out of turn: somebody waits for it. One that fails is tried again: an exit status may hang on it. */
  async look(remains: Remains, signal: AbortSignal): Promise<ReapResult> {
    return await this.#try(remains, { mode: 'look', attempts: lookAttempts, signal });
  }

  async #try(remains: Remains, { mode, attempts, signal }: Tries): Promise<ReapResult> {
    const backoff = new Backoff(retry);
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#attempt(remains, mode, signal);
      if (result.type !== 'failed' || result.denied || attempt >= attempts || signal.aborted) return result;
      await backoff.wait(signal).catch(() => {});
    }
  }

  async #attempt(remains: Remains, mode: 'look' | ReapMode, signal: AbortSignal): Promise<ReapResult> {
    try {
      if (!(await this.#isRunning(remains.target, signal))) return { type: 'gone' };
      const command = reapCommand(remains.marker, remains.pid, mode);
      const { outcome, stdout } = await runCommand(this.#connection, {
        target: remains.target,
        command,
        signal,
      });
      const report = parseReapReport(stdout);
      if (report !== undefined) return { type: 'reaped', report };
      return isGone(outcome)
        ? { type: 'gone' }
        : failed(`The reaper ended without a report: ${JSON.stringify(outcome)}`);
    } catch (error) {
      if (isGone(error)) return { type: 'gone' };
      return { ...failed(error instanceof Error ? error.message : String(error)), denied: isDenied(error) };
    }
  }

  // Which instance of the container it is proves nothing: the status lags behind, and an exec takes whichever runs.
  async #isRunning(target: Target, signal: AbortSignal): Promise<boolean> {
    const path = apiPath('api', 'v1', 'namespaces', target.namespace, 'pods', target.pod);
    const pod = await this.#client.get<Pod>(path, { signal });
    return findContainer(pod, target.container)?.status?.state?.running !== undefined;
  }
}

const goneCodes: ReadonlySet<string> = new Set([
  'pod-not-found',
  'pod-gone',
  'container-not-found',
  'container-not-running',
]);

function failed(message: string) {
  return { type: 'failed', message, denied: false } as const;
}

const deniedCodes: ReadonlySet<string> = new Set(['unauthorized', 'unauthenticated', 'forbidden']);

/** Tells whether it failed for want of a right or a login, which another try would not bring. */
function isDenied(error: unknown): boolean {
  if (error instanceof HandshakeError) return deniedCodes.has(error.code) || isDenied(error.cause);
  return error instanceof RefusalError && (isUnauthenticated(error) || deniedCodes.has(error.refusal.code));
}

/** Tells whether a refusal, a handshake or an outcome says that there is no such container. */
function isGone(value: unknown): boolean {
  if (value instanceof RefusalError) return goneCodes.has(value.refusal.code);
  if (value instanceof HandshakeError) return goneCodes.has(value.code);
  return typeof value === 'object' && value !== null && 'code' in value && goneCodes.has(String(value.code));
}
