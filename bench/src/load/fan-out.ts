import { block } from '../program.ts';
import { BlockCheck, milestone } from './expect.ts';
import type { JobContext } from './jobs.ts';
import type { PodbayEndpoint } from './podbay-terminal.ts';
import { PodbayTerminal } from './podbay-terminal.ts';
import { Session } from './session.ts';

export interface FanOutJob {
  readonly endpoint: PodbayEndpoint;
  readonly viewers: number;
  readonly bytes: number;
}

const readyBytes = Buffer.byteLength('ready\n');

/** One session whose output so many look at. All bytes of all of them are compared. Returns how many were printed. */
export async function fanOut({ endpoint, viewers, bytes }: FanOutJob, context: JobContext): Promise<number> {
  const total = Math.max(1, Math.round(bytes / block.length)) * block.length;
  const session = await Session.open(endpoint, { mode: 'blocks' });
  const first = new Viewing(total);
  session.handleOutput = output => first.receive(output);
  session.handleFailure = error => first.fail(error);
  const id = (session.terminal as PodbayTerminal).session;
  const others = await Promise.all(Array.from({ length: viewers - 1 }, () => joinIn(endpoint, id, total)));
  await context.reach('begin');
  session.type(`${total / block.length}\n`);
  await Promise.all([first, ...others.map(({ viewing }) => viewing)].map(viewing => viewing.whole.promise));
  await context.reach('end');
  for (const { terminal } of others) terminal.leave();
  await session.close();
  return total;
}

async function joinIn(endpoint: PodbayEndpoint, session: string, total: number) {
  const viewing = new Viewing(total);
  const attached = milestone('being attached', 30_000);
  const terminal = new PodbayTerminal(endpoint, {
    session,
    offset: readyBytes,
    listener: {
      handleAttached: () => attached.resolve(),
      handleOutput: bytes => viewing.receive(bytes),
      handleClose: reason => {
        viewing.fail(new Error(`a viewer was cut: ${reason}`));
        attached.reject(new Error(reason));
      },
    },
  });
  await attached.promise;
  return { terminal, viewing };
}

class Viewing {
  readonly whole = milestone('the whole output of one of many viewers', 240_000);
  readonly #check = new BlockCheck();
  readonly #total: number;

  constructor(total: number) {
    this.#total = total;
  }

  receive(bytes: Buffer): void {
    try {
      this.#check.check(bytes);
      if (this.#check.bytes === this.#total) this.whole.resolve();
    } catch (error) {
      this.whole.reject(error as Error);
    }
  }

  fail(error: Error): void {
    this.whole.reject(error);
  }
}
