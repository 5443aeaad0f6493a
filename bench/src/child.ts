import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

export interface ChildOptions {
  /** Ends it when it aborts. */
  readonly signal: AbortSignal;
  /** A channel for messages, for children that are Node. */
  readonly ipc?: boolean;
}

const keptBytes = 64 * 1024;
const endPatienceMs = 15_000;
const setpriv = '/usr/bin/setpriv';

/** A process that is ours: what it prints is kept, and it ends with `close`. */
export class Child {
  readonly process: ChildProcess;
  #output = '';
  #ended: string | undefined;

  constructor(command: string, args: readonly string[], { signal, ipc = false }: ChildOptions) {
    signal.throwIfAborted();
    this.process = spawn(...withParent(command, args), {
      stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
      // A Ctrl-C is for us alone, who end it.
      detached: true,
    });
    this.process.on('error', error => {
      this.#ended = error.message;
    });
    this.process.stdout?.on('data', bytes => this.#keep(String(bytes)));
    this.process.stderr?.on('data', bytes => this.#keep(String(bytes)));
    this.process.on('exit', (code, name) => {
      this.#ended ??= `ended with ${code ?? name}`;
    });
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** The newest of what it has printed. */
  get output(): string {
    return this.#output;
  }

  /** How it ended; `undefined` while it runs. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** The first match in what it prints. Rejects when it has ended, or after `deadlineMs`. */
  async waitFor(pattern: RegExp, deadlineMs = 60_000): Promise<RegExpExecArray> {
    const deadline = performance.now() + deadlineMs;
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match !== null) return match;
      const problem = this.#ended ?? (performance.now() > deadline ? 'is late' : undefined);
      if (problem !== undefined)
        throw new Error(`${this.process.spawnargs.join(' ')} ${problem}: ${this.#output}`);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  /** Ends it, by force when it does not. */
  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), endPatienceMs);
    await exited;
    clearTimeout(timer);
  }

  #keep(text: string): void {
    this.#output = (this.#output + text).slice(-keptBytes);
  }
}

// The port is for an inspector that is asked for later, if ever; two processes can't have the same.
const nodeOptions = ['--conditions=source', '--inspect-port=127.0.0.1:0'];

/** Where it can be said (setpriv(1), which gives way to the command) a child does not outlive its parent, however that ends. */
function withParent(command: string, args: readonly string[]): [string, readonly string[]] {
  return existsSync(setpriv) ? [setpriv, ['--pdeathsig', 'TERM', command, ...args]] : [command, args];
}

/** A module of ours in a Node of its own. */
export function spawnModule(path: string, args: readonly string[], options: ChildOptions): Child {
  return new Child(process.execPath, [...nodeOptions, path, ...args], options);
}
