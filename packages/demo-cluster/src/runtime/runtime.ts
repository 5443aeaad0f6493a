/** What the kubelet asks of the container runtime. */
export interface Runtime {
  /** Starts a container. Resolves when its main process runs; rejects with a `RuntimeError` when it can't. */
  startContainer(spec: ContainerSpec): Promise<Container>;
  /** What isolates the containers on this machine, for people: e.g. `Linux namespaces (unshare)` or `none: plain processes`. */
  readonly isolation: string;
  /** Ends every container and frees everything. */
  close(): Promise<void>;
}

export interface ContainerSpec {
  readonly namespace: string;
  readonly pod: string;
  readonly podUid: string;
  readonly container: string;
  /** An image of the runtime's catalogue, e.g. `registry.demo/web:1.14.2`. */
  readonly image: string;
  /** Overrides the image's entrypoint and arguments. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  /** The container's own terminal, as the pod's `tty: true` and `stdin: true` ask for. */
  readonly tty: boolean;
  readonly stdin: boolean;
  /** What its root may do beyond the usual, e.g. `SYS_PTRACE`. */
  readonly capabilities?: readonly string[];
  /** Runs the container in the process namespace of this container's id (`kubectl debug --target`). */
  readonly shareProcessNamespaceWith?: string;
}

export interface Container {
  /** `containerd://` and 64 hexadecimal digits. */
  readonly id: string;
  readonly startedAt: Date;
  /** Whether the main process has a terminal. An attach takes this, whatever its query says. */
  readonly tty: boolean;
  /** When the main process ended, however it ended. Never rejects. */
  readonly exited: Promise<ContainerExit>;
  /** Everything the main process has printed, kept to a bound, oldest first; `follow` gets what comes. */
  readonly log: ContainerLog;
  /** Starts a command. Rejects with a `RuntimeError` whose message is worded as runc words it. */
  exec(options: ExecOptions): Promise<ContainerProcess>;
  /** The main process's own streams, shared by all who attach. */
  attach(): ContainerProcess;
  /** SIGTERM, then SIGKILL after `graceMs`; everything in the container ends with it. */
  stop(graceMs: number): Promise<void>;
  /** What runs in the container now, for tests that assert what was left behind. */
  processes(): Promise<readonly ProcessInfo[]>;
}

export interface ContainerExit {
  readonly exitCode: number;
  readonly finishedAt: Date;
}

export interface ContainerLog {
  lines(): readonly LogLine[];
  /** Calls `listener` with each new line until the returned function is called. */
  follow(listener: (line: LogLine) => void): () => void;
}

export interface LogLine {
  readonly time: Date;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export interface ExecOptions {
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly stdin: boolean;
}

/** A command's streams. With a TTY there is no stderr. */
export interface ContainerProcess {
  /** `false`: the pipe is full; wait for `onDrain`. */
  write(bytes: Uint8Array): boolean;
  /** The end of stdin. A TTY ignores it, as containerd does. */
  end(): void;
  resize(cols: number, rows: number): void;
  pause(): void;
  resume(): void;
  /** The streams' events; set once, right after `exec` or `attach`. Output that came before is kept and delivered. */
  listen(listener: ContainerProcessListener): void;
  /**
   * Stops listening, except for the exit of a command. The process goes on: leaving does not end it. `unread` is what becomes of
   * the output from now on.
   */
  detach(unread: UnreadOutput): void;
}

/** `swallowed`: read and thrown away, as a translator does; `blocks`: not read, so that the process blocks when the pipe is full. */
export type UnreadOutput = 'swallowed' | 'blocks';

export interface ContainerProcessListener {
  handleOutput(stream: 'stdout' | 'stderr', bytes: Uint8Array): void;
  handleDrain(): void;
  /** After the last output byte. */
  handleExit(exitCode: number): void;
}

export interface ProcessInfo {
  readonly pid: number;
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The runtime can't do what was asked; the message is worded as containerd and runc word it. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
}
