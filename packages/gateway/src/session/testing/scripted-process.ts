import type { Outcome, TerminalSize } from '@podbay/protocol';
import type {
  HangupReason,
  Launch,
  LaunchResult,
  Process,
  ProcessInspection,
  ProcessListener,
} from '../process.ts';

/** A process that does what a test tells it. */
export class ScriptedProcess implements Process {
  readonly written: Buffer[] = [];
  readonly sizes: TerminalSize[] = [];
  readonly hangups: HangupReason[] = [];
  paused = false;
  /** What `write` answers. */
  hasRoom = true;
  /** What `hangup` waits for. */
  hangupDone: Promise<void> = Promise.resolve();
  listener: ProcessListener | undefined;
  signal: AbortSignal | undefined;
  readonly #launched = Promise.withResolvers<LaunchResult>();

  /** The launch to hand to a session; it is under way until `started` or `refuse`. */
  readonly launch: Launch = ({ size, listener, signal }) => {
    this.sizes.push(size);
    this.listener = listener;
    this.signal = signal;
    return this.#launched.promise;
  };

  async start(): Promise<this> {
    this.#launched.resolve({ type: 'started', process: this });
    await new Promise(setImmediate);
    return this;
  }

  async settle(result: LaunchResult | Error): Promise<void> {
    if (result instanceof Error) this.#launched.reject(result);
    else this.#launched.resolve(result);
    await new Promise(setImmediate);
  }

  get input(): string {
    return Buffer.concat(this.written).toString();
  }

  /** The program prints. */
  print(output: string | Uint8Array): void {
    this.listener?.handleOutput(Buffer.from(output as string));
  }

  drain(): void {
    this.hasRoom = true;
    this.listener?.handleDrain();
  }

  exit(outcome: Outcome = { type: 'exited', code: 0 }): void {
    this.listener?.handleExit(outcome);
  }

  write(bytes: Uint8Array): boolean {
    this.written.push(Buffer.from(bytes));
    return this.hasRoom;
  }

  resize(size: TerminalSize): void {
    this.sizes.push(size);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  hangup(reason: HangupReason): Promise<void> {
    this.hangups.push(reason);
    return this.hangupDone;
  }

  inspect(): ProcessInspection {
    return { sockets: 1, bufferedBytes: 0, paused: this.paused, timers: [] };
  }
}
