import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { exitCodeOf, reportOf, type Spawned, type SpawnOptions, startChild, whenSpawned } from './child.ts';
import type { LocalInput } from './local-process.ts';

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

function readPipe(fd: number): Socket {
  return new Socket({ fd, readable: true, writable: false, allowHalfOpen: true });
}

function writePipe(fd: number): Socket {
  return new Socket({ fd, readable: false, writable: true, allowHalfOpen: true });
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
