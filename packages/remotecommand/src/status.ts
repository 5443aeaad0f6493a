import { classifyMessage } from './classify-message.ts';
import type { RemoteOutcome } from './outcome.ts';

/** What a metav1.Status says; what is absent, or of a wrong type, is empty. */
export interface Status {
  /** `Success` or `Failure`. */
  readonly status: string;
  readonly message: string;
  readonly reason: string;
  readonly causes: readonly StatusCause[];
}

export interface StatusCause {
  readonly reason: string;
  readonly message: string;
}

const maxExcerptChars = 200;

/** Reads a metav1.Status from JSON; `undefined` when it is none. */
export function parseStatus(json: string): Status | undefined {
  const value = parseObject(json);
  if (value === undefined || typeof value.status !== 'string') return undefined;
  const causes = asObject(value.details)?.causes;
  return {
    status: value.status,
    message: asString(value.message),
    reason: asString(value.reason),
    causes: Array.isArray(causes) ? causes.map(readCause) : [],
  };
}

/** The outcome that the payload of the error channel tells of. */
export function outcomeOfStatus(payload: Buffer): RemoteOutcome {
  const json = payload.toString();
  const status = parseStatus(json);
  if (status?.status === 'Success') return { type: 'exited', code: 0 };
  if (status?.status !== 'Failure') return unreadable(json);
  if (status.reason !== 'NonZeroExitCode') return failure(status);
  // The message is worded differently by each runtime; only this cause is stable.
  const code = exitCode(status.causes.find(cause => cause.reason === 'ExitCode')?.message);
  return code === undefined ? unreadable(json) : { type: 'exited', code };
}

function failure({ message, reason }: Status): RemoteOutcome {
  return { type: 'failed', code: classifyMessage(message) ?? 'error', reason, message };
}

function unreadable(json: string): RemoteOutcome {
  const message = `The server sent a status that can't be read: ${json.slice(0, maxExcerptChars)}`;
  return { type: 'failed', code: 'unreadable-status', reason: '', message };
}

function exitCode(text = ''): number | undefined {
  const code = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return code <= 255 ? code : undefined;
}

function readCause(value: unknown): StatusCause {
  const cause = asObject(value);
  return { reason: asString(cause?.reason), message: asString(cause?.message) };
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function asString(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
