import { closeCodes } from '@podbay/protocol';
import { block } from '../program.ts';
import { BlockCheck, milestone } from './expect.ts';
import type { JobContext } from './jobs.ts';
import { type PodbayEndpoint, PodbayTerminal } from './podbay-terminal.ts';
import { Session } from './session.ts';

export interface FanOutJob {
  readonly endpoint: PodbayEndpoint;
  readonly viewers: number;
  readonly bytes: number;
}

/** More than anybody can read, and little enough that all of many keep up. */
const mbPerSecond = '5';
const readyBytes = Buffer.byteLength('ready\n');

/** One session whose output so many look at. All bytes of all of them are compared. Returns how many were printed. */
export async function fanOut({ endpoint, viewers, bytes }: FanOutJob, context: JobContext): Promise<number> {
  const total = Math.max(1, Math.round(bytes / block.length)) * block.length;
  const session = await Session.open(endpoint, { mode: 'blocks', argument: mbPerSecond });
  const first = new Viewing(total);
  session.handleOutput = output => first.receive(output);
  session.handleFailure = error => first.fail(error);
  const id = (session.terminal as PodbayTerminal).session;
  const others = Array.from({ length: viewers - 1 }, () => new Viewer(endpoint, id, total));
  await Promise.all(others.map(({ attached }) => attached.promise));
  await context.reach('begin');
  session.type(`${total / block.length}\n`);
  await Promise.all([first, ...others.map(({ viewing }) => viewing)].map(viewing => viewing.whole.promise));
  await context.reach('end');
  for (const viewer of others) viewer.leave();
  await session.close();
  return total;
}

/** One more who looks on; one that falls behind is cut, and comes back for the rest, as a browser does. */
class Viewer {
  readonly viewing: Viewing;
  readonly attached = milestone('being attached', 30_000);
  readonly #endpoint: PodbayEndpoint;
  readonly #session: string;
  #terminal: PodbayTerminal;
  #leaving = false;

  constructor(endpoint: PodbayEndpoint, session: string, total: number) {
    this.#endpoint = endpoint;
    this.#session = session;
    this.viewing = new Viewing(total);
    this.#terminal = this.#join();
  }

  leave(): void {
    this.#leaving = true;
    this.#terminal.leave();
  }

  #join(): PodbayTerminal {
    const offset = readyBytes + this.viewing.bytes;
    return new PodbayTerminal(this.#endpoint, {
      session: this.#session,
      offset,
      listener: {
        handleAttached: attached => {
          this.attached.resolve();
          if (attached.offset !== offset) this.viewing.fail(new Error('a viewer has missed output'));
        },
        handleOutput: bytes => this.viewing.receive(bytes),
        handleClose: reason => this.#handleClose(reason),
      },
    });
  }

  #handleClose(reason: string): void {
    if (this.#leaving) return;
    if (reason.startsWith(String(closeCodes.tooSlow))) this.#terminal = this.#join();
    else this.viewing.fail(new Error(`a viewer was cut: ${reason}`));
  }
}

class Viewing {
  readonly whole = milestone('the whole output of one of many viewers', 240_000);
  readonly #check = new BlockCheck();
  readonly #total: number;

  constructor(total: number) {
    this.#total = total;
  }

  get bytes(): number {
    return this.#check.bytes;
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
