import { type GatewayEnd, gatewayEnds } from './gateway-ends.ts';
import { type Leavings, measure, untilNothingIsLeft } from './measure.ts';
import { type MemorySample, slopeKBPerThousand } from './memory.ts';
import type { SoakOptions } from './options.ts';
import { type SetUp, setUp } from './set-up.ts';
import { Stage, type Theatre } from './stage.ts';
import type { Terminal } from './terminal.ts';
import { demoWays, type Way, ways } from './ways.ts';

/** What a soak has seen. Everything that is called left, lost, duplicated or failed must be 0. */
export interface SoakResult {
  readonly sessions: number;
  readonly seconds: number;
  readonly ways: Readonly<Partial<Record<Way | GatewayEnd, number>>>;
  /** Ways that can't be had on this cluster. */
  readonly leftOut: readonly Way[];
  readonly resumes: number;
  readonly leftSessions: number;
  readonly leftSockets: number;
  readonly leftTimers: number;
  readonly leftProcesses: number;
  readonly rssStartMB: number;
  readonly rssEndMB: number;
  readonly rssSlopeKBPerThousand: number;
  readonly lostBytes: number;
  readonly duplicatedBytes: number;
  /** Sessions that did not go as their way goes, beyond bytes. */
  readonly failedSessions: number;
  /** The first of what went wrong, in words. */
  readonly problems: readonly string[];
}

export interface SoakHooks {
  /** Ends it early, in order. */
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}

const maxProblems = 20;
/** Sessions of each gateway that is ended for it. */
const maxEndSessions = 12;
const samples = 60;
/** The pool of API connections keeps them for 30 s. */
const settleMs = 60_000;

/** Runs the sessions, and looks what they have left. */
export async function soak(options: SoakOptions, hooks: SoakHooks): Promise<SoakResult> {
  const stack = await setUp(options, 'short');
  try {
    return await new Soak(stack, options, hooks).run();
  } finally {
    await stack.close();
  }
}

class Soak {
  readonly #stack: SetUp;
  readonly #options: SoakOptions;
  readonly #hooks: SoakHooks;
  readonly #theatre: Theatre;
  readonly #closers: (() => void)[] = [];
  readonly #counts: Partial<Record<Way | GatewayEnd, number>> = {};
  readonly #endSessions: number;
  readonly #problems: string[] = [];
  readonly #samples: MemorySample[] = [];
  readonly #leftOut: readonly Way[];
  #started = 0;
  #ended = 0;
  #failed = 0;
  #resumes = 0;
  #lostBytes = 0;
  #duplicatedBytes = 0;
  #deck: Way[] = [];

  constructor(stack: SetUp, options: SoakOptions, hooks: SoakHooks) {
    this.#stack = stack;
    this.#options = options;
    this.#hooks = hooks;
    this.#endSessions = Math.min(maxEndSessions, Math.floor(options.sessions / 20));
    this.#leftOut = options.cluster === undefined ? [] : demoWays;
    const { gateway, cluster, context, places, cuttable, demo } = stack;
    const { host, cookie } = gateway;
    const inject: Theatre['inject'] = async (fault, scope) => demo?.inject(fault, scope);
    this.#theatre = { host, cookie, context, cluster, places, freeContexts: [...cuttable], inject };
  }

  async run(): Promise<SoakResult> {
    const startedMs = performance.now();
    const before = await measure(this.#stack);
    const rssStartMB = await this.#rssMB();
    await Promise.all(Array.from({ length: this.#options.concurrency }, () => this.#runSome()));
    for (const end of Object.keys(gatewayEnds) as GatewayEnd[]) await this.#endGateway(end);
    this.#hooks.onProgress('all sessions are over; looking what they left');
    const left = await untilNothingIsLeft(this.#stack, before, settleMs);
    if (left.sessions > 0) this.#problem(`left: ${JSON.stringify(await this.#stack.gateway.sessions())}`);
    const rssEndMB = await this.#rssMB();
    for (const close of this.#closers) close();
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    return this.#result({ seconds, left, rssStartMB, rssEndMB });
  }

  async #runSome(): Promise<void> {
    const sessions = this.#options.sessions - Object.keys(gatewayEnds).length * this.#endSessions;
    while (this.#started < sessions && !this.#hooks.signal.aborted) {
      this.#started++;
      await this.#runOne(this.#started, this.#nextWay());
      this.#ended++;
      if (this.#ended % Math.max(10, Math.floor(this.#options.sessions / samples)) === 0)
        await this.#sample();
    }
  }

  async #runOne(number: number, way: Way): Promise<void> {
    const stage = new Stage(number, this.#theatre, this.#closers);
    try {
      await ways[way](stage);
    } catch (error) {
      this.#failed++;
      this.#problem(`${number}, ${way}: ${error instanceof Error ? error.message : String(error)}`);
      // What it started is for the grace period to end.
      stage.terminal?.leave('cut');
    }
    this.#counts[way] = (this.#counts[way] ?? 0) + 1;
    if (stage.terminal !== undefined) this.#account(stage.terminal, `${number}, ${way}`);
  }

  async #endGateway(end: GatewayEnd): Promise<void> {
    if (this.#endSessions === 0 || this.#hooks.signal.aborted) return;
    const terminals: Terminal[] = [];
    const problems = await gatewayEnds[end](this.#stack, terminals, this.#endSessions).catch(error => [
      error instanceof Error ? error.message : String(error),
    ]);
    this.#failed += problems.length;
    for (const problem of problems) this.#problem(`${end}: ${problem}`);
    for (const terminal of terminals) this.#account(terminal, end);
    this.#closers.push(...terminals.map(terminal => () => terminal.leave('cut')));
    this.#counts[end] = terminals.length;
    this.#ended += terminals.length;
  }

  #account({ resumes, output }: Terminal, title: string): void {
    this.#resumes += resumes;
    this.#lostBytes += output.lostBytes;
    this.#duplicatedBytes += output.duplicatedBytes;
    if (output.problem !== undefined) this.#problem(`${title}: ${output.problem}`);
  }

  /** Every way comes once, in random order, before any comes again. */
  #nextWay(): Way {
    if (this.#deck.length === 0) {
      const all = (Object.keys(ways) as Way[]).filter(way => !this.#leftOut.includes(way));
      this.#deck = all
        .map(way => ({ way, at: Math.random() }))
        .sort((a, b) => a.at - b.at)
        .map(({ way }) => way);
    }
    return this.#deck.pop() ?? 'clean exit';
  }

  async #sample(): Promise<void> {
    const sample = { sessions: this.#ended, rssMB: await this.#rssMB() };
    this.#samples.push(sample);
    this.#hooks.onProgress(
      `${sample.sessions} of ${this.#options.sessions} sessions, ${sample.rssMB} MB, ${this.#failed} failed, ` +
        `${this.#lostBytes} bytes lost, ${this.#duplicatedBytes} duplicated`,
    );
  }

  async #rssMB(): Promise<number> {
    const { memory } = await this.#stack.gateway.resources();
    return Math.round((memory.rss / 1024 / 1024) * 10) / 10;
  }

  #problem(words: string): void {
    if (this.#problems.length < maxProblems) this.#problems.push(words);
  }

  #result(end: { seconds: number; left: Leavings; rssStartMB: number; rssEndMB: number }): SoakResult {
    return {
      sessions: this.#ended,
      seconds: end.seconds,
      ways: this.#counts,
      leftOut: this.#leftOut,
      resumes: this.#resumes,
      leftSessions: end.left.sessions,
      leftSockets: end.left.sockets,
      leftTimers: end.left.timers,
      leftProcesses: end.left.processes,
      rssStartMB: end.rssStartMB,
      rssEndMB: end.rssEndMB,
      rssSlopeKBPerThousand: slopeKBPerThousand(this.#samples),
      lostBytes: this.#lostBytes,
      duplicatedBytes: this.#duplicatedBytes,
      failedSessions: this.#failed,
      problems: this.#problems,
    };
  }
}
