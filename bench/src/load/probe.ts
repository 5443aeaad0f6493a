import type { Endpoint } from '../endpoint.ts';
import { crowdKey } from './crowd.ts';
import { Session } from './session.ts';

export interface ProbeJob {
  readonly endpoint: Endpoint;
  readonly sessions: number;
  readonly keysPerSession: number;
  readonly keysPerSecond: number;
  /** What `lines` prints so often meanwhile. */
  readonly secondsBetweenLines: number;
}

/** An echo that has not come by then counts as one that took so long. */
const patienceMs = 2_000;
/** Until what opening them has left to do is done. */
const restMs = 1_000;

/**
 * Some of many who type and are printed to: how long the echo of each key took them, in ms. Nobody types before all are there, or
 * leaves before all are done: what that costs is not what is measured.
 */
export async function probe(job: ProbeJob): Promise<number[]> {
  const typists = await Promise.all(Array.from({ length: job.sessions }, () => Typist.open(job)));
  await sleep(restMs);
  const times = await Promise.all(typists.map(typist => typist.run(job)));
  await Promise.all(typists.map(typist => typist.close()));
  return times.flat();
}

class Typist {
  readonly #session: Session;
  #handleEcho: () => void = () => {};
  #handleFailure: (error: Error) => void = () => {};

  static async open({ endpoint, secondsBetweenLines }: ProbeJob): Promise<Typist> {
    const program = { mode: 'lines', argument: String(secondsBetweenLines) } as const;
    return new Typist(await Session.open(endpoint, program));
  }

  constructor(session: Session) {
    this.#session = session;
    session.handleOutput = bytes => {
      if (bytes.includes(crowdKey)) this.#handleEcho();
    };
    session.handleFailure = error => this.#handleFailure(error);
  }

  async run({ keysPerSession, keysPerSecond }: ProbeJob): Promise<number[]> {
    const times: number[] = [];
    const intervalMs = 1000 / keysPerSecond;
    // Not all at the same moment.
    await sleep(Math.random() * intervalMs);
    for (let key = 0; key < keysPerSession; key++) {
      const ms = await this.#type();
      times.push(ms);
      await sleep(Math.max(0, intervalMs - ms));
    }
    return times;
  }

  async close(): Promise<void> {
    await this.#session.close();
  }

  async #type(): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#handleEcho = resolve;
    this.#handleFailure = reject;
    const timer = setTimeout(resolve, patienceMs);
    const startedMs = performance.now();
    this.#session.type(crowdKey);
    await promise;
    clearTimeout(timer);
    return performance.now() - startedMs;
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}
