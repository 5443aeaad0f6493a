import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { images } from './images.ts';
import type { Container, ContainerProcess, ContainerSpec, ExecOptions, Runtime } from './runtime.ts';

/** Starts a container of the toolbox image that does nothing, or what `overrides` say; for tests. */
export function startTestContainer(
  runtime: Runtime,
  overrides: Partial<ContainerSpec> = {},
): Promise<Container> {
  return runtime.startContainer({
    namespace: 'shop',
    pod: 'box-1',
    podUid: 'uid-1',
    container: 'box',
    image: images.toolbox.name,
    env: {},
    tty: false,
    stdin: false,
    ...(overrides.image === undefined ? { command: ['sleep', '1000'] } : {}),
    ...overrides,
  });
}

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process whose output is kept. */
export class Recorded {
  readonly process: ContainerProcess;
  readonly outcome: Promise<Outcome>;
  stdout = '';
  stderr = '';
  #handleEvent = () => {};

  constructor(process: ContainerProcess) {
    this.process = process;
    this.outcome = new Promise(resolve => {
      process.listen({
        handleOutput: (stream, bytes) => {
          this[stream] += Buffer.from(bytes).toString('latin1');
          this.#handleEvent();
        },
        handleDrain: () => this.#handleEvent(),
        handleExit: exitCode => {
          resolve({ exitCode, stdout: this.stdout, stderr: this.stderr });
          this.#handleEvent();
        },
      });
    });
  }

  /** Writes everything, waiting wherever the process is not ready for more. */
  async write(bytes: Uint8Array, chunkBytes = 32 * 1024): Promise<void> {
    for (let start = 0; start < bytes.length; start += chunkBytes) {
      if (!this.process.write(bytes.subarray(start, start + chunkBytes))) await this.#event();
    }
  }

  async untilOutput(text: string): Promise<void> {
    while (!this.stdout.includes(text)) await this.#event();
  }

  #event(): Promise<void> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(
        () => reject(new Error(`nothing happened; saw ${this.stdout.slice(-500)}`)),
        10_000,
      );
      this.#handleEvent = () => {
        clearTimeout(deadline);
        resolve();
      };
    });
  }
}

/** Starts a command and keeps its output. */
export async function start(
  container: Container,
  options: Pick<ExecOptions, 'command'> & Partial<ExecOptions>,
): Promise<Recorded> {
  return new Recorded(await container.exec({ tty: false, stdin: false, ...options }));
}

/** Runs a shell script to its end. */
export async function run(
  container: Container,
  script: string,
  options: Partial<ExecOptions> = {},
): Promise<Outcome> {
  return (await start(container, { command: ['sh', '-c', script], ...options })).outcome;
}

export function countingCommand(name: string): readonly string[] {
  return [
    'sh',
    '-c',
    `i=0; while :; do i=$((i+1)); echo "line $i ${padding}"; echo $i > ~/count-${name}; done`,
  ];
}

/** A shell loop that prints and keeps count in a file of its own. */
export class Counter {
  readonly command: readonly string[];
  readonly #container: Container;
  readonly #file: string;

  constructor(container: Container, name: string) {
    this.#container = container;
    this.#file = `~/count-${name}`;
    this.command = countingCommand(name);
  }

  async untilBlocked(): Promise<number> {
    for (let before = await this.read(); ; ) {
      await delay(100);
      const now = await this.read();
      if (now === before && now > 0) return now;
      before = now;
    }
  }

  async untilPast(count: number): Promise<void> {
    while ((await this.read()) <= count) await delay(10);
  }

  async read(): Promise<number> {
    return Number((await run(this.#container, `cat ${this.#file}`)).stdout);
  }
}

/** Fills a pipe soon. */
const padding = 'x'.repeat(500);

/** How many descriptors this process has open. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}
