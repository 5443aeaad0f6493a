import type { LogBytes, LogMessage, Refusal } from '@podbay/protocol';
import { LineSplitter } from './line-splitter.ts';
import { type LogLine, splitLine } from './log-line.ts';
import { ResumePoint } from './resume-point.ts';

/** How a container's log stands. */
export type SourceState =
  | { readonly type: 'open' }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** All of it has come; `again`: more may come, as the container may start again. */
  | { readonly type: 'ended'; readonly again: boolean };

interface Source {
  readonly container: string;
  readonly point: ResumePoint;
  splitter: LineSplitter;
  state: SourceState;
}

/** The containers of one log, across as many connections as it takes. */
export class LogSources {
  readonly #sources: Source[] = [];
  /** What the connection that stands calls by number. */
  #connected: readonly Source[] = [];

  get containers(): readonly string[] {
    return this.#sources.map(({ container }) => container);
  }

  states(): ReadonlyMap<string, SourceState> {
    return new Map(this.#sources.map(({ container, state }) => [container, state]));
  }

  /** The containers of which more may come, and since when. Before the first connection: none are known. */
  get pending(): ReadonlyMap<string, string | undefined> {
    const pending = this.#sources.filter(({ state }) => mayHaveMore(state));
    return new Map(pending.map(({ container, point }) => [container, point.time]));
  }

  handleMessage(message: LogMessage): void {
    switch (message.type) {
      case 'sources':
        this.#connected = message.containers.map(container => this.#begin(container));
        break;
      case 'refused':
        this.#change(message.container, { type: 'refused', refusal: message.refusal });
        break;
      case 'ended':
        this.#change(message.container, { type: 'ended', again: mayStartAgain(message) });
        break;
      case 'lost':
      case 'alive':
        break;
      default:
        message satisfies never;
    }
  }

  /** The lines that are new. */
  read({ source: index, bytes }: LogBytes): readonly Pick<LogLine, 'source' | 'time' | 'text'>[] {
    const source = this.#connected[index];
    return source === undefined ? [] : this.#take(source, source.splitter.push(bytes));
  }

  /** The connection is over: what the lines have no end of, where nothing more of them will come. */
  end(): readonly Pick<LogLine, 'source' | 'time' | 'text'>[] {
    const ended = this.#connected.filter(({ state }) => state.type === 'ended');
    this.#connected = [];
    return ended.flatMap(source => this.#take(source, source.splitter.end()));
  }

  #begin(container: string): Source {
    const known = this.#sources.find(source => source.container === container);
    const source = known ?? {
      container,
      point: new ResumePoint(),
      splitter: new LineSplitter(),
      state: { type: 'open' } as SourceState,
    };
    if (known === undefined) this.#sources.push(source);
    source.point.begin();
    source.splitter = new LineSplitter();
    source.state = { type: 'open' };
    return source;
  }

  #take(source: Source, raw: readonly string[]): readonly Pick<LogLine, 'source' | 'time' | 'text'>[] {
    const index = this.#sources.indexOf(source);
    const lines = raw.map(line => ({ source: index, ...splitLine(line) }));
    return lines.filter(({ time }) => source.point.take(time));
  }

  #change(container: string, state: SourceState): void {
    const source =
      this.#sources.find(candidate => candidate.container === container) ?? this.#begin(container);
    source.state = state;
  }
}

function mayHaveMore(state: SourceState): boolean {
  if (state.type === 'refused')
    return state.refusal.code === 'container-not-running' || isPassing(state.refusal);
  return state.type === 'open' || state.again;
}

/** The cluster may be back soon. */
function isPassing({ code }: Refusal): boolean {
  return code === 'cluster-unreachable' || code === 'node-unreachable';
}

/** What has done its work does not start again, and a pod that is gone has no containers. */
function mayStartAgain({ state }: Extract<LogMessage, { type: 'ended' }>): boolean {
  return state !== null && !(state.type === 'terminated' && state.exitCode === 0);
}
