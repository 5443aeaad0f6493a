import { randomBytes } from 'node:crypto';
import { LocalProcess } from './local-process.ts';
import { MainProcess } from './main-process.ts';
import {
  type Container,
  type ContainerExit,
  type ContainerLog,
  type ContainerProcess,
  type ExecOptions,
  type ProcessInfo,
  RuntimeError,
} from './runtime.ts';
import type { Sandbox } from './sandbox.ts';
import { signalProcess } from './signals.ts';

export interface LocalContainerOptions {
  readonly id: string;
  readonly sandbox: Sandbox;
  readonly tty: boolean;
  readonly stdin: boolean;
}

/** A container whose processes run on this machine. */
export class LocalContainer implements Container {
  readonly id: string;
  readonly tty: boolean;
  readonly startedAt = new Date();
  readonly exited: Promise<ContainerExit>;
  readonly #sandbox: Sandbox;
  readonly #main: MainProcess;
  #running = true;

  constructor({ id, sandbox, tty, stdin }: LocalContainerOptions) {
    this.id = id;
    this.tty = tty;
    this.#sandbox = sandbox;
    this.#main = new MainProcess(new LocalProcess(sandbox.main.streams), stdin);
    this.exited = this.#whenExited();
  }

  get log(): ContainerLog {
    return this.#main.log;
  }

  get sandbox(): Sandbox {
    return this.#sandbox;
  }

  async exec({ command, tty, stdin }: ExecOptions): Promise<ContainerProcess> {
    const [program = ''] = command;
    if (!this.#running)
      throw new RuntimeError('failed to exec in container: container is in CONTAINER_EXITED state');
    const reason = await this.#sandbox.explain(program);
    if (reason !== undefined) throw new RuntimeError(execFailure(reason));
    const spawned = await this.#sandbox.exec({ argv: command, tty, stdin });
    return new LocalProcess(spawned.streams);
  }

  attach(): ContainerProcess {
    return this.#main.attach();
  }

  async stop(graceMs: number): Promise<void> {
    if (!this.#running) return;
    signalProcess(this.#sandbox.mainPid, 'SIGTERM');
    const deadline = setTimeout(() => this.#sandbox.kill(), graceMs);
    await this.exited;
    clearTimeout(deadline);
  }

  processes(): Promise<readonly ProcessInfo[]> {
    return this.#sandbox.processes();
  }

  async #whenExited(): Promise<ContainerExit> {
    const exitCode = await this.#main.exit;
    this.#running = false;
    const finishedAt = new Date();
    await this.#sandbox.destroy();
    return { exitCode, finishedAt };
  }
}

function execFailure(reason: string): string {
  const id = randomBytes(32).toString('hex');
  const runc = `OCI runtime exec failed: exec failed: unable to start container process: ${reason}: unknown`;
  return `failed to exec in container: failed to start exec "${id}": ${runc}`;
}
