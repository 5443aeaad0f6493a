import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FifoPool } from './fifo-pool.ts';
import { findHostPrograms, type HostPrograms } from './host-programs.ts';
import { writeImageFiles } from './image-files.ts';
import type { Image, ShellKind } from './images/image.ts';
import { type NamespaceKind, setupScript, startArgv } from './namespace-argv.ts';
import { NamespaceSandbox } from './namespace-sandbox.ts';
import { whenReported } from './report.ts';
import { hostPrefix, writePrograms, writeRootLayout } from './root-layout.ts';
import { type Sandbox, type SandboxFactory, type SandboxOptions, startFailure } from './sandbox.ts';
import { spawnOnPipes } from './spawn-on-pipes.ts';
import { spawnOnTerminal } from './spawn-on-terminal.ts';
import { TemporaryDirectory } from './temporary-directory.ts';

interface PreparedImage {
  readonly template: string;
  readonly mounts: string;
}

/** Containers in Linux namespaces of their own: files, processes, hostname and IPC. */
export class NamespaceFactory implements SandboxFactory {
  readonly isolation: string;
  readonly #kind: NamespaceKind;
  readonly #programs: HostPrograms;
  readonly #directory: TemporaryDirectory;
  readonly #images = new Map<string, Promise<PreparedImage>>();
  readonly #pipes: FifoPool;
  readonly #shells = new Map<ShellKind, Promise<string>>();

  private constructor(kind: NamespaceKind, programs: HostPrograms, directory: TemporaryDirectory) {
    this.#kind = kind;
    this.#programs = programs;
    this.#directory = directory;
    this.#pipes = new FifoPool(programs.mkfifo, directory.path);
    this.isolation = descriptions[kind];
  }

  /** Rejects when the machine lacks a program that is needed for it. */
  static async create(kind: NamespaceKind): Promise<NamespaceFactory> {
    const programs = await findHostPrograms(kind);
    const directory = await TemporaryDirectory.create();
    await mkdir(join(directory.path, 'root'));
    return new NamespaceFactory(kind, programs, directory);
  }

  async start(options: SandboxOptions): Promise<Sandbox> {
    const image = await this.#prepare(options.image);
    const { shareProcessesWith: neighbour } = options;
    const argv = startArgv(this.#kind, this.#programs, {
      script: setupScript(this.#programs),
      root: this.#root,
      ...image,
      options,
      ...(neighbour === undefined ? {} : { neighbourPid: neighbour.mainPid }),
    });
    const spawn = options.tty ? spawnOnTerminal : spawnOnPipes;
    const main = await spawn({
      pipes: this.#pipes,
      argv,
      env: options.env,
      cwd: '/',
      stdin: options.stdin,
      report: true,
    });
    const report = await whenReported(main);
    if (!/^\d+$/.test(report)) {
      for (const { readable } of main.streams.outputs) readable.destroy();
      throw startFailure(report);
    }
    return NamespaceSandbox.create({
      kind: this.#kind,
      programs: this.#programs,
      main,
      pipes: this.#pipes,
      mainPid: Number(report),
      options,
    });
  }

  async close(): Promise<void> {
    await this.#directory.close();
  }

  get #root(): string {
    return join(this.#directory.path, 'root');
  }

  #prepare(image: Image): Promise<PreparedImage> {
    const prepared = this.#images.get(image.name) ?? this.#write(image, this.#images.size);
    this.#images.set(image.name, prepared);
    return prepared;
  }

  async #write(image: Image, number: number): Promise<PreparedImage> {
    const privileged = this.#kind === 'unshare-as-root';
    const template = join(this.#directory.path, `image-${number}`);
    const mounts = join(this.#directory.path, `image-${number}.mounts`);
    const interpreter = hostPrefix + this.#programs.sh;
    const programs = await this.#shellPrograms(image.shell);
    await mkdir(template);
    await writeFile(
      mounts,
      await writeRootLayout({ shell: image.shell, template, programs, root: this.#root, privileged }),
    );
    await writeImageFiles(image, { directory: template, interpreter, canChangeOwner: privileged });
    return { template, mounts };
  }

  #shellPrograms(shell: ShellKind): Promise<string> {
    const directory = join(this.#directory.path, `bin-${shell}`);
    const programs = this.#shells.get(shell) ?? writePrograms(shell, directory).then(() => directory);
    this.#shells.set(shell, programs);
    return programs;
  }
}

const own = 'own files, processes, hostname and IPC; the network is the machine’s';
const descriptions: Readonly<Record<NamespaceKind, string>> = {
  'unshare-as-root': `Linux namespaces (unshare, as root, with reduced capabilities): ${own}`,
  'unshare-as-user': `Linux namespaces (unshare, in a user namespace): ${own}`,
  bwrap: `Linux namespaces (bwrap): ${own}`,
};
