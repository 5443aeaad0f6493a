import { images } from './images.ts';
import type { NamespaceKind } from './namespace-argv.ts';
import { NamespaceFactory } from './namespaces.ts';
import { ProcessFactory } from './plain-processes.ts';
import { containerPath, type SandboxFactory } from './sandbox.ts';

/** The best that this machine allows, found out by starting a container that ends at once. */
export async function probeIsolation(wanted: 'best' | 'processes'): Promise<SandboxFactory> {
  const kinds = wanted === 'best' && process.platform === 'linux' ? candidates() : [];
  for (const kind of kinds) {
    const factory = await tryNamespaces(kind);
    if (factory !== undefined) return factory;
  }
  return ProcessFactory.create();
}

function candidates(): readonly NamespaceKind[] {
  return process.getuid?.() === 0 ? ['unshare-as-root', 'bwrap'] : ['unshare-as-user', 'bwrap'];
}

async function tryNamespaces(kind: NamespaceKind): Promise<SandboxFactory | undefined> {
  const factory = await NamespaceFactory.create(kind).catch(() => undefined);
  if (factory === undefined) return undefined;
  const works = await runsContainer(factory).catch(() => false);
  if (works) return factory;
  await factory.close();
  return undefined;
}

async function runsContainer(factory: SandboxFactory): Promise<boolean> {
  const sandbox = await factory.start({
    id: 'probe',
    hostname: 'probe',
    image: images.migrate,
    argv: ['true'],
    env: { PATH: containerPath },
    workingDir: '/',
    tty: false,
    stdin: false,
  });
  for (const { readable } of sandbox.main.streams.outputs) readable.resume();
  return (await sandbox.main.streams.exit) === 0;
}
