import type { Outcome, Refusal } from './outcome.ts';
import type { Target } from './target.ts';
import { isTerminalSize } from './terminal-size.ts';

/** What a viewer may do: a `writer` types, a `reader` watches. */
export type Role = 'writer' | 'reader';

/** What the gateway's policy takes from everybody who looks at a session. */
export interface Restrictions {
  /** Input is refused, and the size stays: every viewer is a `reader`. */
  readonly readOnly: boolean;
  /** Nothing may be pasted. That is the client's to keep: to a terminal a paste and typing are the same bytes. */
  readonly noPaste: boolean;
  readonly noUpload: boolean;
}

/** Control messages from the browser. Terminal input is not among them: it travels as bare binary messages. */
export type ClientMessage =
  /** The terminal's new size. */
  | { readonly type: 'resize'; readonly cols: number; readonly rows: number }
  /** Every output byte before the absolute `offset` has been parsed by the terminal. */
  | { readonly type: 'ack'; readonly offset: number }
  /** Ends the session and what it started in the container. */
  | { readonly type: 'end' }
  /** Asks for a `pong`, to measure the round trip. `id`: any integer >= 0. */
  | { readonly type: 'ping'; readonly id: number };

/** Control messages from the gateway. Terminal output is not among them: it travels as bare binary messages. */
export type ServerMessage =
  /** First message on every connection that was accepted. */
  | AttachedMessage
  /** The process runs in the container. Sent once per connection: after `attached`, or later when it starts. */
  | { readonly type: 'started' }
  /** Every input byte before `offset` of this client's input has been accepted: never send it again. */
  | { readonly type: 'input-ack'; readonly offset: number }
  /** Another viewer changed the terminal's size. */
  | { readonly type: 'resized'; readonly cols: number; readonly rows: number }
  /**
   * How many are looking on, and whether this viewer's terminal answers the queries in the output from offset `from` on.
   * Exactly one does: whoever attached or typed last. A viewer who is told nothing answers from `attached.head` on.
   */
  | { readonly type: 'viewers'; readonly count: number; readonly answers: boolean; readonly from: number }
  /** What this session's viewers may do is known, or has changed. `attached` tells it to those who come later. */
  | { readonly type: 'restricted'; readonly role: Role; readonly restrictions: Restrictions }
  /** What the terminal shows is recorded from here on, or no more. `attached` tells it to those who come later. */
  | { readonly type: 'recording'; readonly on: boolean }
  /** Something that the user should know. */
  | NoticeMessage
  | { readonly type: 'pong'; readonly id: number }
  /** After the last output byte and before the close. */
  | { readonly type: 'exit'; readonly outcome: Outcome }
  /** The terminal can't be opened; the close follows. */
  | { readonly type: 'refused'; readonly refusal: Refusal };

export interface NoticeMessage {
  readonly type: 'notice';
  readonly level: 'info' | 'warning';
  /** Stable: clients choose their own words by it. */
  readonly code: NoticeCode;
  /** In English. */
  readonly message: string;
  /** When it happens, in ms from now; left out for what has happened. */
  readonly inMs?: number;
}

/**
 * - `idle-soon`, `lifetime-soon`, `shutdown-soon`: the session will end by itself.
 * - `read-only`, `paste-refused`: input was refused, and why. Told once to each viewer.
 */
export type NoticeCode = 'idle-soon' | 'lifetime-soon' | 'shutdown-soon' | 'read-only' | 'paste-refused';

export interface AttachedMessage {
  readonly type: 'attached';
  readonly session: string;
  readonly target: Target;
  readonly role: Role;
  /** Left out where there are none, or none are known yet. */
  readonly restrictions?: Restrictions;
  /** Left out where nothing is recorded. */
  readonly recording?: boolean;
  /** Absolute offset of the next output byte that this connection carries. */
  readonly offset: number;
  /**
   * Absolute offset of the end of the output when this connection attached. What comes before it is a replay:
   * a terminal must not answer the queries in it, nobody waits for the answers any more.
   */
  readonly head: number;
  /** Output that was asked for but is not sent, in bytes: `offset` minus the offset asked for. */
  readonly missed: number;
  /**
   * The screen at `offset`, where output is missed: the next `bytes` binary bytes bring a terminal that was reset to it,
   * and count in no offset. Not `exact`: parts were not known, and the program has been asked to draw again.
   */
  readonly snapshot: { readonly bytes: number; readonly exact: boolean } | null;
  /** How many bytes of this client's input have been accepted so far: go on sending from here. */
  readonly input: number;
  /** The terminal's size now. */
  readonly cols: number;
  readonly rows: number;
}

/** Reads a client's control message. Returns the message, or what is wrong with it in words. */
export function parseClientMessage(text: string): ClientMessage | string {
  const message = parseObject(text);
  if (message === undefined) return 'not a JSON object';
  switch (message.type) {
    case 'resize':
      return parseResize(message);
    case 'ack':
      return isCount(message.offset)
        ? { type: 'ack', offset: message.offset }
        : 'ack: offset must be an integer >= 0';
    case 'ping':
      return isCount(message.id) ? { type: 'ping', id: message.id } : 'ping: id must be an integer >= 0';
    case 'end':
      return { type: 'end' };
    default:
      return `unknown message type ${JSON.stringify(message.type)}`;
  }
}

/** Reads the gateway's control message. An unknown type or broken JSON is `undefined`: newer gateways may say more. */
export function parseServerMessage(text: string): ServerMessage | undefined {
  const message = parseObject(text);
  return message !== undefined && serverTypes.has(String(message.type))
    ? (message as unknown as ServerMessage)
    : undefined;
}

const serverTypes: ReadonlySet<string> = new Set<ServerMessage['type']>([
  'attached',
  'started',
  'input-ack',
  'resized',
  'viewers',
  'restricted',
  'recording',
  'notice',
  'pong',
  'exit',
  'refused',
]);

function parseResize(message: Record<string, unknown>): ClientMessage | string {
  const size = { cols: Number(message.cols), rows: Number(message.rows) };
  return isTerminalSize(size)
    ? { type: 'resize', ...size }
    : 'resize: cols and rows must be integers from 1 to 1000';
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
