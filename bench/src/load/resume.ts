import { block, screenLine } from '../program.ts';
import { BlockCheck, milestone } from './expect.ts';
import { type PodbayEndpoint, PodbayTerminal } from './podbay-terminal.ts';
import { Session } from './session.ts';
import { showScreen } from './show-screen.ts';

export interface ResumeJob {
  readonly endpoint: PodbayEndpoint;
  readonly times: number;
}

export interface ResumeResult {
  readonly replayMs: readonly number[];
  readonly snapshotMs: readonly number[];
  readonly snapshotBytes: number;
}

const replayBytes = 2 * 1024 * 1024;
const readyBytes = Buffer.byteLength('ready\n');
const printedLines = 30_000;
const scrollbackLines = 5_000;
/** The screen is drawn beside the output, and may be a little behind. */
const settleMs = 1_500;
/** On a machine without time to spare the gateway gives a picture up after 5 s, and sends what it has. */
const maxTries = 3;

interface Picture {
  readonly ms: number;
  readonly output: Buffer;
}

/** Comes back to a session: for all of the output that it keeps, and for a picture of what it no longer keeps. */
export async function resume({ endpoint, times }: ResumeJob): Promise<ResumeResult> {
  const replayMs = await measureReplay(endpoint, times);
  const pictures = await measureSnapshot(endpoint, times);
  return { replayMs, ...pictures };
}

async function measureReplay(endpoint: PodbayEndpoint, times: number): Promise<number[]> {
  const session = await Session.open(endpoint, { mode: 'blocks' });
  const head = await printBlocks(session, 5);
  session.leave();
  const taken: number[] = [];
  for (let i = -1; i < times; i++) {
    const from = head - replayBytes;
    const check = new BlockCheck((from - readyBytes) % block.length);
    const { ms, attached } = await comeBack(
      { endpoint, session, offset: from, isLast: i === times - 1 },
      output => {
        check.check(output);
        return check.bytes === replayBytes;
      },
    );
    if (attached.offset !== from) throw new Error(`${from} was asked for, and ${attached.offset} came`);
    if (i >= 0) taken.push(ms);
  }
  return taken;
}

async function printBlocks(session: Session, blocks: number): Promise<number> {
  const check = new BlockCheck();
  const whole = milestone('what is to be replayed');
  session.handleFailure = error => whole.reject(error);
  session.handleOutput = bytes => {
    check.check(bytes);
    if (check.bytes === blocks * block.length) whole.resolve();
  };
  session.type(`${blocks}\n`);
  await whole.promise;
  return readyBytes + check.bytes;
}

async function measureSnapshot(
  endpoint: PodbayEndpoint,
  times: number,
): Promise<Omit<ResumeResult, 'replayMs'>> {
  const session = await Session.open(endpoint, { mode: 'screen' });
  await printLines(session);
  session.leave();
  const taken: number[] = [];
  let picture = await returnForPicture(endpoint, session);
  while (taken.length < times) {
    picture = await returnForPicture(endpoint, session);
    taken.push(picture.ms);
  }
  await comeBack({ endpoint, session, offset: 0, isLast: true }, () => true);
  await checkPicture(picture.output);
  return { snapshotMs: taken, snapshotBytes: picture.output.length };
}

async function returnForPicture(endpoint: PodbayEndpoint, session: Session): Promise<Picture> {
  for (let tries = 1; tries <= maxTries; tries++) {
    const parts: Buffer[] = [];
    let bytes = 0;
    const isWhole = (output: Buffer, { snapshotBytes, offset, head }: Attached) => {
      parts.push(output);
      bytes += output.length;
      return bytes === snapshotBytes + head - offset;
    };
    const { ms, attached } = await comeBack({ endpoint, session, offset: 0, isLast: false }, isWhole);
    if (attached.snapshotBytes > 0) return { ms, output: Buffer.concat(parts) };
  }
  throw new Error(`there was no snapshot, ${maxTries} times`);
}

async function printLines(session: Session): Promise<void> {
  const last = milestone('the lines of the screen');
  let tail = '';
  session.handleFailure = error => last.reject(error);
  session.handleOutput = bytes => {
    tail = (tail + bytes.toString('latin1')).slice(-200);
    if (tail.endsWith(screenLine(1))) last.resolve();
  };
  session.type(`${printedLines}\n`);
  await last.promise;
  await new Promise(resolve => setTimeout(resolve, settleMs));
}

async function checkPicture(picture: Buffer): Promise<void> {
  const lines = await showScreen(picture, scrollbackLines);
  const shown = lines.filter(line => line !== '');
  const expected = (left: number) => `${String(left).padStart(6, '0')} ${'some text '.repeat(5)} end`;
  const isWhole =
    shown.length >= scrollbackLines && shown.at(-1) === expected(1) && shown.at(-5000) === expected(5000);
  if (!isWhole) throw new Error(`the snapshot shows ${shown.length} lines, the last one ${shown.at(-1)}`);
}

type Attached = { readonly offset: number; readonly head: number; readonly snapshotBytes: number };

interface Return {
  readonly endpoint: PodbayEndpoint;
  readonly session: Session;
  readonly offset: number;
  /** The last time: the session is ended. */
  readonly isLast: boolean;
}

/** From the request until `isWhole` says so. */
async function comeBack(
  { endpoint, session, offset, isLast }: Return,
  isWhole: (output: Buffer, attached: Attached) => boolean,
): Promise<{ ms: number; attached: Attached }> {
  const whole = milestone<number>('the output of a session that one came back to', 30_000);
  const closed = milestone('the end of a connection', 30_000);
  let attached: Attached = { offset: 0, head: 0, snapshotBytes: 0 };
  const startedMs = performance.now();
  const terminal = new PodbayTerminal(endpoint, {
    session: (session.terminal as PodbayTerminal).session,
    offset,
    listener: {
      handleAttached(facts) {
        attached = facts;
      },
      handleOutput(output) {
        try {
          if (isWhole(output, attached)) whole.resolve(performance.now());
        } catch (error) {
          whole.reject(error as Error);
        }
      },
      handleClose: reason => {
        whole.reject(new Error(reason));
        closed.resolve();
      },
    },
  });
  const ms = (await whole.promise) - startedMs;
  if (isLast) terminal.close();
  else terminal.leave();
  await closed.promise;
  return { ms, attached };
}
