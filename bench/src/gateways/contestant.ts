import type { Child } from '../child.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Points } from '../load-process.ts';
import { processorSeconds, residentBytes } from '../processor.ts';
import { collectGarbage } from './collect-garbage.ts';

export type ContestantName = 'direct' | 'haproxy' | 'naive' | 'podbay' | 'recorded';

export interface ContestantParts<E extends Endpoint = Endpoint> {
  readonly name: ContestantName;
  readonly endpoint: E;
  /** The gateway's process; `undefined`: there is none. */
  readonly child?: Child;
  /** Where it writes recordings. */
  readonly recordings?: string | undefined;
}

/** One way to get to a container. */
export class Contestant<E extends Endpoint = Endpoint> {
  readonly name: ContestantName;
  readonly endpoint: E;
  readonly recordings: string | undefined;
  readonly #child: Child | undefined;

  constructor({ name, endpoint, child, recordings }: ContestantParts<E>) {
    this.name = name;
    this.endpoint = endpoint;
    this.recordings = recordings;
    this.#child = child;
  }

  /** Whether there is a process between the load and the API server. */
  get hasProcess(): boolean {
    return this.#child !== undefined;
  }

  /** Measures what it uses between the points `begin` and `end` of a job. */
  usage(): Usage {
    return new Usage(() => this.processorSeconds());
  }

  /** What the gateway's process, or those of its threads, have used so far; 0 where there is none. */
  processorSeconds(threads?: string): number {
    return this.#child === undefined ? 0 : processorSeconds(this.#child.pid, threads);
  }

  residentBytes(): number {
    return this.#child === undefined ? 0 : residentBytes(this.#child.pid);
  }

  /** Rejects where there is no process, or one that is not Node. */
  async collectGarbage(): Promise<void> {
    if (this.#child === undefined) throw new TypeError(`${this.name} has no garbage`);
    await collectGarbage(this.#child);
  }

  async close(): Promise<void> {
    await this.#child?.close();
  }
}

/** Processor seconds between two points of a job. */
export class Usage {
  /** Known once the job has reached `end`. */
  seconds = Number.NaN;
  readonly points: Points;

  constructor(read: () => number) {
    let before = 0;
    this.points = {
      begin: () => {
        before = read();
      },
      end: () => {
        this.seconds = read() - before;
      },
    };
  }
}
