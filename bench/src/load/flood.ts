import type { Endpoint } from '../endpoint.ts';
import { type BlockMode, blockOf } from '../program.ts';
import { BlockCheck, milestone } from './expect.ts';
import type { JobContext } from './jobs.ts';
import { Session } from './session.ts';

export interface FloodJob {
  readonly endpoint: Endpoint;
  readonly bytes: number;
  readonly mode: BlockMode;
}

export interface FloodResult {
  readonly bytes: number;
  readonly seconds: number;
}

/** Has a program print, and reads all of it: from the typed line to the last byte. Every byte is compared. */
export async function flood({ endpoint, bytes, mode }: FloodJob, context: JobContext): Promise<FloodResult> {
  const block = blockOf[mode];
  const blocks = Math.max(1, Math.round(bytes / block.length));
  const session = await Session.open(endpoint, { mode });
  const check = new BlockCheck(0, mode);
  const whole = milestone('the whole output', 280_000);
  session.handleFailure = error => whole.reject(error);
  session.handleOutput = bytes => {
    check.check(bytes);
    if (check.bytes === blocks * block.length) whole.resolve();
  };
  await context.reach('begin');
  const startedMs = performance.now();
  session.type(`${blocks}\n`);
  await whole.promise;
  const seconds = (performance.now() - startedMs) / 1000;
  await context.reach('end');
  await session.close();
  if (check.bytes !== blocks * block.length) throw new Error(`${check.bytes} bytes, which is too many`);
  return { bytes: check.bytes, seconds };
}
