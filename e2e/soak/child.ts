import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface ChildOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Path of a module that is loaded first, seen from this file. */
  readonly preload?: string;
}

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

/** A program of this repository in a process of its own. */
export class Child {
  readonly process: ChildProcess;
  #output = '';
  #ended: string | undefined;

  /** `main`: path below `packages/`. */
  constructor(main: string, { args, env = {}, preload }: ChildOptions) {
    const imports =
      preload === undefined ? [] : ['--import', fileURLToPath(new URL(preload, import.meta.url))];
    this.process = spawn(process.execPath, ['--conditions=source', ...imports, packages + main, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A Ctrl-C is for us alone: we end it when we no longer need it.
      detached: true,
    });
    this.process.stdout?.on('data', bytes => this.#keep(String(bytes)));
    this.process.stderr?.on('data', bytes => this.#keep(String(bytes)));
    this.process.on('exit', (code, signal) => {
      this.#ended = `ended with ${code ?? signal}`;
    });
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** The newest of what it has printed. */
  get output(): string {
    return this.#output;
  }

  /** The first match in what it prints; rejects when it has ended, or after `deadlineMs`. */
  async waitFor(pattern: RegExp, deadlineMs = 60_000): Promise<RegExpExecArray> {
    const deadline = performance.now() + deadlineMs;
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match !== null) return match;
      const late = performance.now() > deadline ? 'is late' : undefined;
      const problem = this.#ended ?? late;
      if (problem !== undefined) throw new Error(`it ${problem}, and said: ${this.#output}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 40_000);
    await exited;
    clearTimeout(timer);
  }

  #keep(text: string): void {
    this.#output = (this.#output + text).slice(-64 * 1024);
  }
}
