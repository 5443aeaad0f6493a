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

const idleMs = 40;
const idleChecks = 2;

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

  /**
   * The process is gone. Usually the end of the output follows at once; where the process left others behind that hold the terminal
   * open, it never comes, and the terminal is closed over them, as containerd's shim does. What the kernel still has is read first:
   * the output has ended when nothing came over some time although we were reading.
   */
  closeWhenRead(): void {
    // The end of the output came first.
    if (this.destroyed) return;
    let readBefore = -1;
    let idle = 0;
    const timer = setInterval(() => {
      // After a turn of reading: the timer alone could be late and fire before bytes that are there already.
      setImmediate(() => {
        idle = this.readableFlowing && this.bytesRead === readBefore ? idle + 1 : 0;
        readBefore = this.bytesRead;
        if (idle >= idleChecks) this.destroy();
      });
    }, idleMs);
    timer.unref();
    this.once('close', () => clearInterval(timer));
  }

  /** Closes the descriptor: from here on nobody may write to it, for its number may soon be another file's. */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.input.close();
    super._destroy(error, callback);
  }
}

function terminalStreams(fd: number, exit: Promise<number>): LocalStreams {
  const master = new TerminalMaster(fd);
  void exit.then(() => master.closeWhenRead());
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
