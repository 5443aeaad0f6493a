import type { Spawned } from './child.ts';
import type { Image } from './images/image.ts';
import { type ProcessInfo, RuntimeError } from './runtime.ts';

/** What keeps the containers of this machine apart. */
export interface SandboxFactory {
  /** For people. */
  readonly isolation: string;
  /** Starts a container's main process. Rejects with a `RuntimeError` when its program is missing. */
  start(options: SandboxOptions): Promise<Sandbox>;
  close(): Promise<void>;
}

export interface SandboxOptions {
  readonly id: string;
  readonly hostname: string;
  readonly image: Image;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** Beyond those that every container's root has, e.g. `SYS_PTRACE`. */
  readonly capabilities?: readonly string[];
  /** The sandbox whose processes this one sees and lives with. */
  readonly shareProcessesWith?: Sandbox;
}

/** One container's surroundings, while its main process runs. */
export interface Sandbox {
  readonly main: Spawned;
  /** The main process's id on this machine. */
  readonly mainPid: number;
  /** Starts a command in it. The program's existence is checked before: see `explain`. */
  exec(command: SandboxCommand): Promise<Spawned>;
  /** Why this program can't be started, in runc's words, or `undefined`. */
  explain(program: string): Promise<string | undefined>;
  processes(): Promise<readonly ProcessInfo[]>;
  /** SIGKILL to the main process; it ends with exit code 137. */
  kill(): void;
  /** Ends everything that still runs in it and frees its files. */
  destroy(): Promise<void>;
}

export interface SandboxCommand {
  readonly argv: readonly string[];
  readonly tty: boolean;
  readonly stdin: boolean;
}

export const containerPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A main process that can't be started, in containerd's words around runc's. */
export function startFailure(reason: string): RuntimeError {
  const prefix =
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed';
  return new RuntimeError(`${prefix}: unable to start container process: ${reason}: unknown`);
}
