import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { constants as osConstants } from 'node:os';
import type { Readable } from 'node:stream';
import { ReadStream } from 'node:tty';
import type { FifoPool } from './fifo-pool.ts';
import type { LocalInput, LocalStreams } from './local-process.ts';
import { nativePty, spawnHelperPath } from './native-pty.ts';
import { PtyInput } from './pty-input.ts';

export interface SpawnOptions {
  readonly pipes: FifoPool;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Whether stdin is a pipe; else it is /dev/null. Terminals always have it. */
  readonly stdin: boolean;
  /** Whether descriptor 3 is a pipe too, read through `Spawned.report`. */
  readonly report?: boolean;
  /** `command`: the command makes a session of its own, which it can only do when it does not lead a process group yet. */
  readonly session?: 'spawn' | 'command';
}

export interface Spawned {
  readonly pid: number;
  readonly streams: LocalStreams;
  readonly report: Readable | undefined;
}

/** Starts a process on pipes, in a session of its own. */
export async function spawnOnPipes(options: SpawnOptions): Promise<Spawned> {
  const { pipes } = options;
  const stdin = options.stdin ? await pipes.input() : undefined;
  const [stdout, stderr] = [await pipes.output(), await pipes.output()];
  const ends = [stdout, stderr, ...(stdin === undefined ? [] : [stdin])];
  try {
    const child = startChild(options, [stdin?.childs ?? 'ignore', stdout.childs, stderr.childs]);
    const exit = exitCodeOf(child);
    const pid = await whenSpawned(child);
    const outputs = [
      { stream: 'stdout' as const, readable: readPipe(stdout.ours) },
      { stream: 'stderr' as const, readable: readPipe(stderr.ours) },
    ];
    const input = pipeInput(stdin === undefined ? undefined : writePipe(stdin.ours), exit);
    return { pid, streams: { outputs, input, exit, resize() {} }, report: reportOf(child) };
  } catch (error) {
    for (const { ours } of ends) closeSync(ours);
    throw error;
  } finally {
    for (const { childs } of ends) closeSync(childs);
  }
}

function startChild(options: SpawnOptions, stdio: readonly (number | 'ignore')[]): ChildProcess {
  const [file = '', ...args] = options.argv;
  return spawn(file, args, {
    env: options.env,
    cwd: options.cwd,
    detached: options.session !== 'command',
    stdio: [...stdio, options.report ? 'pipe' : 'ignore'],
  });
}

function readPipe(fd: number): Socket {
  return new Socket({ fd, readable: true, writable: false, allowHalfOpen: true });
}

function writePipe(fd: number): Socket {
  return new Socket({ fd, readable: false, writable: true, allowHalfOpen: true });
}

/**
 * Starts a process on a pseudoterminal of 0x0, as containerd does: nobody has told a size yet. The process gets the terminal as its
 * standard streams; to have it as its controlling terminal it has to ask (`setsid --ctty`).
 */
export async function spawnOnTerminal(options: SpawnOptions): Promise<Spawned> {
  const { master, slave, pty } = nativePty.open(0, 0);
  closeSync(slave);
  // Opened anew: node-pty's own descriptor of the slave does not block, and programs don't expect that of their stdin.
  const terminal = openSync(pty, constants.O_RDWR | constants.O_NOCTTY);
  try {
    const child = startChild(options, [terminal, terminal, terminal]);
    const exit = exitCodeOf(child);
    const pid = await whenSpawned(child);
    return { pid, streams: terminalStreams(master, exit), report: reportOf(child) };
  } catch (error) {
    closeSync(master);
    throw error;
  } finally {
    closeSync(terminal);
  }
}

/** The same for a machine without `setsid`: the child is forked with the terminal as its controlling terminal. */
export function forkOnTerminal(options: SpawnOptions): Spawned {
  const [file = '', ...args] = options.argv;
  const env = Object.entries(options.env).map(([name, value]) => `${name}=${value}`);
  const { promise: exit, resolve } = Promise.withResolvers<number>();
  const { fd, pid } = nativePty.fork(
    file,
    args,
    env,
    options.cwd,
    0,
    0,
    -1,
    -1,
    false,
    spawnHelperPath(),
    (code, signal) => resolve(signal > 0 ? 128 + signal : code),
  );
  return { pid, streams: terminalStreams(fd, exit), report: undefined };
}

function terminalStreams(master: number, exit: Promise<number>): LocalStreams {
  const readable = new ReadStream(master);
  let handleDrain = () => {};
  const input = new PtyInput(master, () => handleDrain());
  // The stream closes the descriptor: 'close' comes later, so destroying is the moment to stop using it.
  const destroy = readable._destroy.bind(readable);
  readable._destroy = (error, callback) => {
    input.close();
    destroy(error, callback);
  };
  return {
    outputs: [{ stream: 'stdout', readable }],
    input: {
      write: bytes => input.write(bytes),
      // containerd's CRI plugin closes stdin only without a TTY (`opts.StdinOnce && !opts.Tty`).
      end() {},
      onDrain(listener) {
        handleDrain = listener;
      },
    },
    exit,
    resize(cols, rows) {
      if (!readable.destroyed) nativePty.resize(master, cols, rows);
    },
  };
}

function pipeInput(stdin: Socket | undefined, exit: Promise<number>): LocalInput {
  // Nothing tells the writer of an idle pipe that its reader is gone.
  void exit.then(() => stdin?.destroy());
  // EPIPE: the program has closed its stdin; what is written from now on goes nowhere.
  stdin?.on('error', () => stdin.destroy());
  return {
    write: bytes => stdin === undefined || !stdin.writable || stdin.write(Buffer.from(bytes)),
    end: () => stdin?.end(() => stdin.destroy()),
    onDrain(listener) {
      stdin?.on('drain', listener);
      // A pipe that closes has room for everything.
      stdin?.on('close', listener);
    },
  };
}

function reportOf(child: ChildProcess): Readable | undefined {
  const report = child.stdio[3];
  return report && 'read' in report ? report : undefined;
}

function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise(resolve => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + signalNumber(signal)));
  });
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : osConstants.signals[signal];
}

function whenSpawned(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? -1));
  });
}
