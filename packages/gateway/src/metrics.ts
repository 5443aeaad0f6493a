import type { Outcome, SessionSummary } from '@podbay/protocol';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ReapResult } from './cluster/reaper.ts';

/** What is measured of recordings. */
export interface MeasuredRecordings {
  readonly openCount: number;
  readonly writtenBytes: number;
}

/** What is measured of a session. */
export interface MeasuredSession {
  readonly outcome: Outcome | undefined;
  readonly pausedSince: number | undefined;
  readonly inputBytes: number;
  summary(): Pick<SessionSummary, 'state' | 'viewers' | 'offset'>;
}

const states = ['starting', 'running', 'detached', 'ending', 'ended'] as const;
const launchSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What a gateway counts, in a registry of its own. Gauges look at the sessions when they are asked. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #sessions: Iterable<MeasuredSession>;
  readonly #recordings: MeasuredRecordings;
  readonly #opened = this.#counter('sessions_opened_total', 'Sessions opened.');
  readonly #ended = this.#counter('sessions_ended_total', 'Sessions ended, by outcome.', ['outcome']);
  readonly #cut = this.#counter('viewers_cut_total', 'Viewers cut because they fell behind what is kept.');
  readonly #reaps = this.#counter('reaps_total', 'Searches for what sessions left, by result.', ['result']);
  readonly #recordingFailures = this.#counter(
    'recording_failures_total',
    'Recordings that could not begin or go on.',
  );
  readonly #recorded = this.#counter('recorded_bytes_total', 'Bytes written to recordings.');
  readonly #left = this.#counter('processes_left_total', 'Processes that could not be ended.');
  readonly #output = this.#counter('output_bytes_total', 'Bytes that programs have printed.');
  readonly #input = this.#counter('input_bytes_total', 'Bytes that people have typed and pasted.');
  readonly #launches: Histogram<'result'>;
  readonly #over = { outputBytes: 0, inputBytes: 0 };

  constructor(sessions: Iterable<MeasuredSession>, recordings: MeasuredRecordings = noRecordings) {
    this.#sessions = sessions;
    this.#recordings = recordings;
    this.#launches = new Histogram({
      name: 'podbay_launch_duration_seconds',
      help: 'From the request to a running shell, or to a refusal.',
      labelNames: ['result'],
      buckets: launchSeconds,
      registers: [this.#registry],
    });
    this.#createGauges();
  }

  /** Everything, as Prometheus reads it. */
  async text(): Promise<string> {
    this.#measureBytes();
    return await this.#registry.metrics();
  }

  countOpened(): void {
    this.#opened.inc();
  }

  /** Of its bytes nothing more comes: what it has is counted for good. */
  countEnded(session: MeasuredSession, outcome: Outcome): void {
    this.#ended.inc({ outcome: outcome.type === 'ended' ? outcome.reason : outcome.type });
    this.#over.outputBytes += session.summary().offset;
    this.#over.inputBytes += session.inputBytes;
  }

  countCut(): void {
    this.#cut.inc();
  }

  countReap(result: ReapResult): void {
    const left = result.type === 'reaped' ? result.report.left.length : 0;
    this.#reaps.inc({ result: left > 0 ? 'incomplete' : result.type });
    this.#left.inc(left);
  }

  countRecordingFailure(): void {
    this.#recordingFailures.inc();
  }

  observeLaunch(result: 'started' | 'refused', durationMs: number): void {
    this.#launches.observe({ result }, durationMs / 1000);
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name: `podbay_${name}`, help, labelNames, registers: [this.#registry] });
  }

  #createGauges(): void {
    const sessions = this.#sessions;
    const recordings = this.#recordings;
    const registers = [this.#registry];
    new Gauge({
      name: 'podbay_sessions',
      help: 'Sessions, by state.',
      labelNames: ['state'],
      registers,
      collect() {
        for (const state of states) this.set({ state }, 0);
        for (const session of sessions) this.inc({ state: session.summary().state });
      },
    });
    new Gauge({
      name: 'podbay_sessions_paused',
      help: 'Sessions whose output is not read now.',
      registers,
      collect() {
        this.set(sum(sessions, session => (session.pausedSince === undefined ? 0 : 1)));
      },
    });
    new Gauge({
      name: 'podbay_viewers',
      help: 'Browsers that look on.',
      registers,
      collect() {
        this.set(sum(sessions, session => session.summary().viewers));
      },
    });
    new Gauge({
      name: 'podbay_recordings_open',
      help: 'Recordings that are being made.',
      registers,
      collect() {
        this.set(recordings.openCount);
      },
    });
  }

  #measureBytes(): void {
    const live = [...this.#sessions].filter(({ outcome }) => outcome === undefined);
    this.#output.reset();
    this.#output.inc(this.#over.outputBytes + sum(live, session => session.summary().offset));
    this.#recorded.reset();
    this.#recorded.inc(this.#recordings.writtenBytes);
    this.#input.reset();
    this.#input.inc(this.#over.inputBytes + sum(live, session => session.inputBytes));
  }
}

const noRecordings: MeasuredRecordings = { openCount: 0, writtenBytes: 0 };

function sum(sessions: Iterable<MeasuredSession>, measure: (session: MeasuredSession) => number): number {
  let total = 0;
  for (const session of sessions) total += measure(session);
  return total;
}
