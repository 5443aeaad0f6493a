import type { Target } from '@podbay/protocol';
import type { Stack } from './stack.ts';
import { until } from './until.ts';

const deadlineMs = 20_000;

/** Waits until no session is left in the gateway and no process of one in these containers; throws what is left. */
export async function untilSessionsAreGone(stack: Stack, places: Iterable<Target>): Promise<void> {
  await until(async () => {
    const { sessionCount } = stack.gateway;
    return sessionCount === 0 || `${sessionCount} sessions in the gateway`;
  }, deadlineMs);
  for (const place of places) {
    await until(async () => {
      const left = await sessionProcesses(stack, place);
      return left.length === 0 || `in ${place.pod}/${place.container}: ${left.join(', ')}`;
    }, deadlineMs);
  }
}

/** Waits until no browser and no container is connected any more; throws which connections are left. */
export async function untilSocketsAreGone({ sockets }: Stack): Promise<void> {
  await until(async () => {
    const open = sockets.open();
    return open.length === 0 || `connections ${open.join(', ')}`;
  }, deadlineMs);
}

/** Waits until a program runs in a session: keys that are pressed before that are the shell's. */
export async function untilRuns(
  stack: Stack,
  place: Omit<Target, 'context'>,
  program: string,
): Promise<void> {
  await until(async () => {
    const commands = await sessionProcesses(stack, place);
    return commands.some(command => command.startsWith(program)) || commands.join(', ');
  });
}

/** What sessions have started in a container and still runs there. */
export async function sessionProcesses(
  { demo }: Stack,
  place: Omit<Target, 'context'>,
): Promise<readonly string[]> {
  const container = await demo.findContainer(place);
  const processes = (await container?.processes()) ?? [];
  return processes
    .filter(({ environment }) => environment.PODBAY_SESSION !== undefined)
    .map(({ command }) => command);
}
