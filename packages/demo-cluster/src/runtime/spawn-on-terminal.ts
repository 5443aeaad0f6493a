import { closeSync, constants, openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { exitCodeOf, reportOf, type Spawned, type SpawnOptions, startChild, whenSpawned } from './child.ts';
import type { LocalStreams } from './local-process.ts';
import { nativePty, spawnHelperPath } from './native-pty.ts';
import { PtyInput } from './pty-input.ts';

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

/** The master's side of a terminal: reads, and owns the descriptor. */
class TerminalMaster extends ReadStream {
  readonly input: PtyInput;
  #handleDrain = () => {};

  constructor(master: number) {
    super(master);
    this.input = new PtyInput(master, () => this.#handleDrain());
  }

  onDrain(listener: () => void): void {
    this.#handleDrain = listener;
  }

  /** Closes the descriptor: from here on nobody may write to it, for its number may soon be another file's. */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.input.close();
    super._destroy(error, callback);
  }
}

function terminalStreams(fd: number, exit: Promise<number>): LocalStreams {
  const master = new TerminalMaster(fd);
  return {
    outputs: [{ stream: 'stdout', readable: master }],
    input: {
      write: bytes => master.input.write(bytes),
      // containerd's CRI plugin closes stdin only without a TTY (`opts.StdinOnce && !opts.Tty`).
      end() {},
      onDrain: listener => master.onDrain(listener),
    },
    exit,
    resize(cols, rows) {
      if (!master.destroyed) nativePty.resize(fd, cols, rows);
    },
  };
}
