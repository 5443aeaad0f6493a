import type { Endpoint } from '../endpoint.ts';
import { metronome } from '../metronome.ts';
import { logLine, type Mode } from '../program.ts';
import { Session } from './session.ts';

export interface GatherJob {
  readonly endpoint: Endpoint;
  readonly count: number;
  readonly mode: Mode;
  readonly argument?: string;
  /** How often each types. */
  readonly keysPerSecond?: number;
  /** A line that each types once it is there. */
  readonly firstLine?: string;
  /** They don't read what that line brings. */
  readonly stalled?: boolean;
}

/** Typed by those who type: a key that is in no program's output. */
export const crowdKey = 'K';

const openAtOnce = 16;
const members: { readonly session: Session; readonly stopTyping: () => void }[] = [];
const failures: string[] = [];

/** Opens sessions that stay, in the background, until they are dismissed. Resolves when all are there. */
export async function gather(job: GatherJob): Promise<void> {
  let left = job.count;
  const openSome = async () => {
    while (left-- > 0) await join(job);
  };
  await Promise.all(Array.from({ length: openAtOnce }, openSome));
}

/** Rejects when one of them has been cut, or has shown what was not printed. */
export async function review(_job: object): Promise<void> {
  const [first] = failures;
  if (first !== undefined)
    throw new Error(`${failures.length} of ${members.length} sessions failed: ${first}`);
}

/** Reviews and closes them all. */
export async function dismiss(job: object): Promise<void> {
  await review(job);
  const leaving = members.splice(0);
  for (const { stopTyping } of leaving) stopTyping();
  await Promise.all(leaving.map(({ session }) => session.close()));
}

async function join(job: GatherJob): Promise<void> {
  const session = new Session(job.endpoint, job);
  const check = job.mode === 'lines' ? new LineCheck() : undefined;
  session.handleOutput = bytes => check?.check(bytes);
  await session.ready;
  session.handleFailure = error => failures.push(error.message);
  if (job.stalled) session.terminal.stall();
  if (job.firstLine !== undefined) session.type(`${job.firstLine}\n`);
  members.push({ session, stopTyping: startTyping(session, job.keysPerSecond) });
}

function startTyping(session: Session, keysPerSecond: number | undefined): () => void {
  if (keysPerSecond === undefined) return () => {};
  return metronome(1000 / keysPerSecond).add(() => session.type(crowdKey));
}

/** Compares the output of `lines` with what it must be, echoes of keys apart. */
class LineCheck {
  readonly #lines = Buffer.from(logLine.repeat(2));
  #at = 0;

  check(bytes: Buffer): void {
    const printed = bytes.includes(crowdKey)
      ? Buffer.from(bytes.toString('latin1').replaceAll(crowdKey, ''), 'latin1')
      : bytes;
    for (let from = 0; from < printed.length; from += logLine.length) {
      const part = printed.subarray(from, from + logLine.length);
      const start = this.#at % logLine.length;
      if (part.compare(this.#lines, start, start + part.length) !== 0) {
        throw new Error(`what was shown is not what was printed: ${JSON.stringify(part.toString())}`);
      }
      this.#at += part.length;
    }
  }
}
