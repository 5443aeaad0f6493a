import type { Target, TerminalSize } from '@podbay/protocol';
import type { Api } from './api.ts';
import type { BackoffOptions } from './backoff.ts';
import { type Clock, systemClock } from './clock.ts';
import type { InputStreamOptions } from './input-stream.ts';
import { pageWake, type Wake } from './wake.ts';

/** What a session opens: a new process in a container, or the session of that id which lives. */
export type SessionStart =
  | { readonly type: 'open'; readonly target: Target; readonly command?: readonly string[] }
  | {
      readonly type: 'resume';
      readonly session: string;
      /** Everybody else who looks on has to leave. */
      readonly takeOver?: boolean;
    };

export interface SessionOptions {
  readonly start: SessionStart;
  /** Where the gateway is. Default: where the page comes from. */
  readonly baseUrl?: string | URL;
  /** The terminal's size until `resize` says otherwise. Left out, a session that is resumed keeps the size that it has. */
  readonly size?: TerminalSize;
  readonly pingIntervalMs?: number;
  readonly silenceMs?: number;
  readonly wakeSilenceMs?: number;
  readonly openTimeoutMs?: number;
  readonly backoff?: BackoffOptions;
  readonly input?: InputStreamOptions;
  /** Gets tickets for its connections; default: one at `baseUrl`. */
  readonly api?: Pick<Api, 'ticket'>;
  readonly clock?: Clock;
  readonly wake?: Wake;
}

/** What holds where an option is left out. */
export const sessionDefaults = {
  size: { cols: 80, rows: 24 },
  pingIntervalMs: 5000,
  silenceMs: 20_000,
  wakeSilenceMs: 5000,
  openTimeoutMs: 20_000,
  clock: systemClock,
  wake: pageWake,
};
