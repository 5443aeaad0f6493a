import { type IPty, spawn } from '@lydell/node-pty';
import { descendantsOf } from './descendants.ts';
import { bareEnv, cliArgv } from './run-cli.ts';

/** Tells the terminal's modes before and after, and the exit code. */
const script = 'echo before=$(stty -g); "$@"; echo code=$?; echo after=$(stty -g)';

/** The command line as somebody runs it from a shell in a terminal of 100 by 30. `await using` hangs it up, should a test fail. */
export class TerminalCli implements AsyncDisposable {
  readonly ended: Promise<void>;
  readonly #pty: IPty;
  #output = '';
  #ends = false;
  #handleOutput = () => {};

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.#pty = spawn('sh', ['-c', script, 'sh', ...cliArgv, ...args], {
      cols: 100,
      rows: 30,
      env: { ...bareEnv, ...env },
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#pty.onExit(() => {
      this.#ends = true;
      resolve();
    });
    this.#pty.onData(text => {
      this.#output += text;
      this.#handleOutput();
    });
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  resize(cols: number, rows: number): void {
    this.#pty.resize(cols, rows);
  }

  /** Resolves once the output matches, from where the match before ended. */
  async waitFor(pattern: RegExp): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#handleOutput = () => {
      if (pattern.test(this.#output)) resolve();
    };
    this.#handleOutput();
    void this.ended.then(() =>
      reject(new Error(`ended without ${pattern}: ${JSON.stringify(this.#output)}`)),
    );
    await promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ends) return;
    this.#pty.kill();
    await this.ended;
  }

  /** Sends a signal to the command line itself, not to the shell that runs it. */
  async killCli(signal: NodeJS.Signals): Promise<void> {
    const [cli] = await descendantsOf(this.#pty.pid);
    if (cli !== undefined) process.kill(cli.pid, signal);
  }

  /** Whether the terminal is as it was before. */
  modes(): 'restored' | 'changed' {
    const [, before] = /before=(\S+)/.exec(this.#output) ?? [];
    const [, after] = /after=(\S+)/.exec(this.#output) ?? [];
    return before !== undefined && before === after ? 'restored' : 'changed';
  }
}
