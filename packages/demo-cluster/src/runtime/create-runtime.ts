import { randomBytes } from 'node:crypto';
import { LocalContainer } from './container.ts';
import type { Image } from './images/image.ts';
import { findImage } from './images.ts';
import { probeIsolation } from './isolation.ts';
import { type Container, type ContainerSpec, type Runtime, RuntimeError } from './runtime.ts';
import { containerPath, type SandboxFactory } from './sandbox.ts';

export interface RuntimeOptions {
  /** `processes` runs the containers as plain processes even where the machine could isolate them. */
  readonly isolation?: 'best' | 'processes';
}

/** A container runtime whose containers are processes of this machine, as well isolated as the machine allows. */
export async function createRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  return new LocalRuntime(await probeIsolation(options.isolation ?? 'best'));
}

const closeGraceMs = 300;

class LocalRuntime implements Runtime {
  readonly #factory: SandboxFactory;
  readonly #containers = new Map<string, LocalContainer>();
  readonly #starting = new Set<Promise<unknown>>();
  #closed = false;

  constructor(factory: SandboxFactory) {
    this.#factory = factory;
  }

  get isolation(): string {
    return this.#factory.isolation;
  }

  async startContainer(spec: ContainerSpec): Promise<Container> {
    if (this.#closed) throw new RuntimeError('the container runtime is shut down');
    const started = this.#start(spec);
    this.#starting.add(started);
    try {
      return await started;
    } finally {
      this.#starting.delete(started);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.allSettled(this.#starting);
    await Promise.all([...this.#containers.values()].map(container => container.stop(closeGraceMs)));
    await this.#factory.close();
  }

  async #start(spec: ContainerSpec): Promise<Container> {
    const image = findImage(spec.image);
    if (image === undefined) throw new RuntimeError(missingImage(spec.image));
    const digits = randomBytes(32).toString('hex');
    const neighbour = this.#neighbourOf(spec);
    const sandbox = await this.#factory.start({
      id: digits,
      hostname: spec.pod,
      image,
      argv: argvOf(spec, image),
      env: {
        PATH: containerPath,
        HOSTNAME: spec.pod,
        HOME: image.user.home,
        ...(spec.tty ? { TERM: 'xterm' } : {}),
        ...image.env,
        ...spec.env,
      },
      workingDir: spec.workingDir ?? image.workingDir,
      tty: spec.tty,
      stdin: spec.stdin,
      ...(spec.capabilities === undefined ? {} : { capabilities: spec.capabilities }),
      ...(neighbour === undefined ? {} : { shareProcessesWith: neighbour.sandbox }),
    });
    const container = new LocalContainer({
      id: `containerd://${digits}`,
      sandbox,
      tty: spec.tty,
      stdin: spec.stdin,
    });
    this.#containers.set(container.id, container);
    void container.exited.then(() => this.#containers.delete(container.id));
    return container;
  }

  #neighbourOf({ shareProcessNamespaceWith: id }: ContainerSpec): LocalContainer | undefined {
    if (id === undefined) return undefined;
    const container = this.#containers.get(id);
    if (container === undefined) throw new RuntimeError(`failed to get target container ${id}: not running`);
    return container;
  }
}

/** As Kubernetes combines them: a command replaces entrypoint and arguments of the image, arguments alone replace its arguments. */
function argvOf(spec: ContainerSpec, image: Image): readonly string[] {
  if (spec.command !== undefined) return [...spec.command, ...(spec.args ?? [])];
  return [...image.entrypoint, ...(spec.args ?? image.args)];
}

function missingImage(name: string): string {
  return `failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${name}: not found`;
}
