import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { FifoPool } from './fifo-pool.ts';
import { writeImageFiles } from './image-files.ts';
import type { ShellKind } from './images/image.ts';
import { containerMarker, explainIn, type Place, ProcessSandbox, spawnIn } from './process-sandbox.ts';
import { type Sandbox, type SandboxFactory, type SandboxOptions, startFailure } from './sandbox.ts';
import { TemporaryDirectory } from './temporary-directory.ts';
import { findHostProgram, findTools } from './tools.ts';

/** Containers as plain processes, told apart by PATH, directory, home and environment alone. */
export class ProcessFactory implements SandboxFactory {
  readonly isolation = 'none: plain processes with their own directory, PATH, home and environment';
  readonly #directory: TemporaryDirectory;
  readonly #interpreter: string;
  readonly #setsid: string | undefined;
  readonly #pipes: FifoPool;
  readonly #shells = new Map<ShellKind, Promise<string>>();

  private constructor(directory: TemporaryDirectory, interpreter: string, setsid: string | undefined) {
    this.#directory = directory;
    this.#interpreter = interpreter;
    this.#setsid = setsid;
    this.#pipes = new FifoPool('mkfifo', directory.path);
  }

  static async create(): Promise<ProcessFactory> {
    const directory = await TemporaryDirectory.create();
    const [interpreter = '/bin/sh', setsid] = await Promise.all([
      findHostProgram('sh'),
      findHostProgram('setsid'),
    ]);
    return new ProcessFactory(directory, interpreter, setsid);
  }

  async start(options: SandboxOptions): Promise<Sandbox> {
    const { id, image, argv, tty, stdin } = options;
    const root = join(this.#directory.path, id);
    const programs = await this.#shellPrograms(image.shell);
    await writeImageFiles(image, { directory: root, interpreter: this.#interpreter, canChangeOwner: false });
    const path = [join(root, 'usr/local/sbin'), join(root, 'usr/local/bin'), programs].join(':');
    const env = { ...options.env, PATH: path, HOME: join(root, image.user.home), [containerMarker]: id };
    const workingDir = join(root, options.workingDir);
    const place: Place = { id, root, programs, env, workingDir, setsid: this.#setsid, pipes: this.#pipes };
    const reason = await explainIn(place, argv[0] ?? '');
    if (reason !== undefined) throw startFailure(reason);
    return new ProcessSandbox(place, await spawnIn(place, { argv, tty, stdin }));
  }

  async close(): Promise<void> {
    await this.#directory.close();
  }

  #shellPrograms(shell: ShellKind): Promise<string> {
    const programs = this.#shells.get(shell) ?? this.#linkPrograms(shell);
    this.#shells.set(shell, programs);
    return programs;
  }

  async #linkPrograms(shell: ShellKind): Promise<string> {
    const directory = join(this.#directory.path, `bin-${shell}`);
    await mkdir(directory);
    for (const [name, file] of await findTools(shell)) await symlink(file, join(directory, name));
    return directory;
  }
}
