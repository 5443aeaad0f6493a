import { dismiss, gather, review } from './crowd.ts';
import { echo } from './echo.ts';
import { fanOut } from './fan-out.ts';
import { flood } from './flood.ts';
import { open } from './open.ts';
import { probe } from './probe.ts';
import { resume } from './resume.ts';
import { seq } from './seq.ts';

/** How a job says how far it is. */
export interface JobContext {
  /** Tells it, and waits until that has been noted. */
  reach(point: string): Promise<void>;
}

/** What a load process can do. Parameters and results survive `JSON.stringify`. */
export const jobs = { flood, echo, open, gather, review, dismiss, probe, fanOut, resume, seq };

export type Jobs = typeof jobs;
export type JobName = keyof Jobs;
export type JobParameters<Name extends JobName> = Parameters<Jobs[Name]>[0];
export type JobResult<Name extends JobName> = Awaited<ReturnType<Jobs[Name]>>;

/** From a load process. */
export type LoadMessage =
  | { readonly type: 'reached'; readonly point: string }
  | { readonly type: 'result'; readonly result: unknown }
  | { readonly type: 'failed'; readonly message: string };

/** To a load process. */
export type LoadRequest =
  | { readonly type: 'run'; readonly job: JobName; readonly parameters: unknown }
  | { readonly type: 'noted' };
