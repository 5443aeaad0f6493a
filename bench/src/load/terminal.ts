import type { Endpoint } from '../endpoint.ts';
import { ExecTerminal } from './exec-terminal.ts';
import { NaiveTerminal } from './naive-terminal.ts';
import { PodbayTerminal } from './podbay-terminal.ts';

/** What a terminal shows, until it has ended. */
export interface TerminalListener {
  handleOutput(bytes: Buffer): void;
  /** Once: the connection is gone, and why. */
  handleClose(reason: string): void;
}

export interface TerminalOptions {
  readonly command: readonly string[];
  readonly listener: TerminalListener;
}

/** A terminal in a container, as the load sees it. */
export interface Terminal {
  type(text: string): void;
  /** Stops reading from the network. */
  stall(): void;
  /** Cuts the connection. */
  leave(): void;
  /** Ends the program and the connection. */
  close(): void;
}

/** Opens a terminal; what becomes of it the listener is told. */
export function openTerminal(endpoint: Endpoint, options: TerminalOptions): Terminal {
  switch (endpoint.type) {
    case 'exec':
      return new ExecTerminal(endpoint, options);
    case 'naive':
      return new NaiveTerminal(endpoint, options);
    case 'podbay':
      return new PodbayTerminal(endpoint, options);
    default:
      return endpoint satisfies never;
  }
}
