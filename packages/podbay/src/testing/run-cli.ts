import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The argv that runs the command line from its source. */
export const cliArgv: readonly string[] = [process.execPath, '--conditions=source', main];

export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from stdin; default: nothing. */
  readonly input?: Uint8Array;
}

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A person without a kubeconfig. */
export const bareEnv: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  HOME: `${tmpdir()}/podbay-nobody`,
  CI: 'true',
};

/** A running command. `await using` kills it, should a test fail before its end. */
export class Cli implements AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<CliResult>;
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];

  constructor(args: readonly string[], { env = {} }: Omit<CliOptions, 'input'> = {}) {
    const [node = '', ...rest] = cliArgv;
    this.child = spawn(node, [...rest, ...args], { env: { ...bareEnv, ...env } });
    this.child.stdin.on('error', () => {});
    this.child.stdout.on('data', bytes => this.#stdout.push(bytes));
    this.child.stderr.on('data', bytes => this.#stderr.push(bytes));
    this.ended = this.#untilEnd();
  }

  get stdout(): string {
    return Buffer.concat(this.#stdout).toString();
  }

  get stderr(): string {
    return Buffer.concat(this.#stderr).toString();
  }

  /** The first match in what stdout has said by then. */
  async waitFor(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.stdout);
      if (match !== null) return match;
      const more = once(this.child.stdout, 'data').then(() => true);
      const goesOn = await Promise.race([more, this.ended.then(() => false)]);
      if (!goesOn) throw new Error(`no ${pattern}, but: ${this.stdout}${this.stderr}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }

  async #untilEnd(): Promise<CliResult> {
    const [code, signal] = (await once(this.child, 'close')) as [number | null, NodeJS.Signals | null];
    return { code, signal, stdout: Buffer.concat(this.#stdout), stderr: this.stderr };
  }
}

/** Runs a command to its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const cli = new Cli(args, options);
  cli.child.stdin.end(options.input);
  return await cli.ended;
}
