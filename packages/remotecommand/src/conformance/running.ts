import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { exec } from '../exec.ts';
import type { ExecOptions, RemoteProcessListener } from '../options.ts';
import type { RemoteOutcome } from '../outcome.ts';
import type { RemoteProcess } from '../remote-process.ts';
import { Output } from './output.ts';
import type { ConformanceSetup } from './setup.ts';

export type StartOptions = Partial<ExecOptions> & Pick<ExecOptions, 'command'>;

/** Runs a command in the setup's container, without stdin and TTY unless `options` says otherwise. */
export async function start(
  t: TestContext,
  setup: ConformanceSetup,
  options: StartOptions,
): Promise<Running> {
  const { connect, namespace, pod, container, subprotocol } = setup;
  const listener = new RunningListener();
  const process = await exec(connect, {
    namespace,
    pod,
    container,
    stdin: false,
    tty: false,
    signal: t.signal,
    subprotocols: [subprotocol],
    ...options,
    listener,
  });
  t.after(() => process.close());
  return new Running(process, listener);
}

/** A command of a case: what it has printed, and ways to wait for it. The end of its test, or its timeout, closes it. */
export class Running {
  readonly process: RemoteProcess;
  readonly #listener: RunningListener;

  constructor(process: RemoteProcess, listener: RunningListener) {
    this.process = process;
    this.#listener = listener;
  }

  get stdout(): Buffer {
    return this.#listener.stdout.bytes;
  }

  get stderr(): Buffer {
    return this.#listener.stderr.bytes;
  }

  /** `undefined` as long as it runs. */
  get outcome(): RemoteOutcome | undefined {
    return this.#listener.outcome;
  }

  /** Calls `listener` after each piece of output. */
  set onOutput(listener: () => void) {
    this.#listener.onOutput = listener;
  }

  /** Waits until it has printed `text`. */
  async printed(text: string): Promise<void> {
    let searchedBytes = 0;
    const isThere = () => {
      if (this.stdout.indexOf(text, searchedBytes) >= 0) return true;
      searchedBytes = Math.max(0, this.stdout.length - Buffer.byteLength(text));
      return false;
    };
    await this.#until(isThere, `printed ${JSON.stringify(text)}`);
  }

  /** Writes in pieces, as fast as they are taken. */
  async write(bytes: Uint8Array, pieceBytes = bytes.length): Promise<void> {
    for (let offset = 0; offset < bytes.length; offset += pieceBytes) {
      if (this.process.write(bytes.subarray(offset, offset + pieceBytes))) continue;
      const before = this.#listener.drains;
      await this.#until(() => this.#listener.drains > before, 'taken its input');
    }
  }

  /** Waits for the end, which must be this exit code. */
  async exited(code: number): Promise<void> {
    const outcome = await this.process.outcome;
    assert.deepEqual(outcome, { type: 'exited', code }, `stderr: ${this.stderr.subarray(0, 500)}`);
  }

  async #until(condition: () => boolean, what: string): Promise<void> {
    while (!condition()) {
      if (this.outcome) {
        const printed = `${this.stdout.subarray(-500)} ${this.stderr.subarray(-500)}`;
        assert.fail(`It ended (${JSON.stringify(this.outcome)}) before it had ${what}; printed: ${printed}`);
      }
      await this.#listener.nextCall();
    }
  }
}

/** Keeps what a process tells, and asserts that it keeps to the rules of telling. */
class RunningListener implements RemoteProcessListener {
  readonly stdout = new Output();
  readonly stderr = new Output();
  drains = 0;
  outcome: RemoteOutcome | undefined;
  onOutput: () => void = () => {};
  #wake: () => void = () => {};

  handleStdout(bytes: Buffer): void {
    this.#keep(this.stdout, bytes);
  }

  handleStderr(bytes: Buffer): void {
    this.#keep(this.stderr, bytes);
  }

  handleDrain(): void {
    this.drains++;
    this.#wake();
  }

  handleEnd(outcome: RemoteOutcome): void {
    assert.equal(this.outcome, undefined, 'told of its end twice');
    this.outcome = outcome;
    this.#wake();
  }

  nextCall(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
    });
  }

  #keep(output: Output, bytes: Buffer): void {
    assert.equal(this.outcome, undefined, 'output came after the end');
    assert.ok(bytes.length > 0, 'empty output was told');
    output.append(bytes);
    this.#wake();
    this.onOutput();
  }
}
