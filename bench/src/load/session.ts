import type { Endpoint } from '../endpoint.ts';
import { type Mode, programArgv } from '../program.ts';
import { milestone } from './expect.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const readyLine = /ready\r?\n/;

export interface Program {
  readonly mode: Mode;
  readonly argument?: string;
}

/** A program of the benchmark in a terminal, ready to be typed to. */
export class Session {
  /** Gets all output after the line `ready`. What it throws ends the session with that error. */
  handleOutput: (bytes: Buffer) => void = () => {};
  /** Told when the connection is gone, or the output was wrong. */
  handleFailure: (error: Error) => void = () => {};
  readonly terminal: Terminal;
  readonly #closed = milestone('the end of a session', 3_600_000);
  readonly #ready = milestone('the first output of a program', 60_000);
  #beginning: string | undefined = '';
  #closing = false;
  #failed = false;

  static async open(endpoint: Endpoint, program: Program): Promise<Session> {
    const session = new Session(endpoint, program);
    await session.ready;
    return session;
  }

  constructor(endpoint: Endpoint, { mode, argument }: Program) {
    this.#ready.promise.catch(() => {});
    this.terminal = openTerminal(endpoint, {
      command: programArgv(mode, argument),
      listener: {
        handleOutput: bytes => this.#receive(bytes),
        handleClose: reason => this.#handleClose(reason),
      },
    });
  }

  /** The program has begun. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  type(text: string): void {
    this.terminal.type(text);
  }

  /** Goes away and leaves the program running, as a browser does whose network is gone. */
  leave(): void {
    this.#closing = true;
    this.terminal.leave();
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.terminal.close();
    await this.#closed.promise;
  }

  // Who closes is shown how: the echo of a Ctrl-C, and what was under way.
  #receive(bytes: Buffer): void {
    if (this.#closing) return;
    try {
      if (this.#beginning === undefined) this.handleOutput(bytes);
      else this.#lookForReady(bytes);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #lookForReady(bytes: Buffer): void {
    this.#beginning += bytes.toString('latin1');
    const match = readyLine.exec(this.#beginning ?? '');
    if (match === null) return;
    const rest = this.#beginning?.slice(match.index + match[0].length) ?? '';
    this.#beginning = undefined;
    this.#ready.resolve();
    if (rest !== '') this.handleOutput(Buffer.from(rest, 'latin1'));
  }

  #handleClose(reason: string): void {
    this.#closed.resolve();
    if (!this.#closing) this.#fail(new Error(`a session was cut: ${reason}`));
  }

  // Once: what follows a failure follows from it.
  #fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#closing = true;
    this.#ready.reject(error);
    this.handleFailure(error);
  }
}
