import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultScope } from '@podbay/demo-cluster';
import type { Cluster } from '@podbay/gateway/cluster';
import type { CuttableContext } from './cuttable-contexts.ts';
import type { Place } from './options.ts';
import { Terminal } from './terminal.ts';

/** What all sessions of a soak share. */
export interface Theatre {
  /** `127.0.0.1:PORT`, the gateway's. */
  readonly host: string;
  readonly cookie: string;
  readonly context: string;
  readonly cluster: Cluster;
  readonly places: readonly Place[];
  readonly freeContexts: CuttableContext[];
  /** Has something go wrong on the way to a container; only a demo cluster does. */
  readonly inject: (fault: Fault, scope: FaultScope) => Promise<void>;
}

/** What one session runs on. */
export class Stage {
  readonly number: number;
  terminal: Terminal | undefined;
  readonly #theatre: Theatre;
  readonly #closers: (() => void)[];

  /** `closers`: called when the whole soak is over. */
  constructor(number: number, theatre: Theatre, closers: (() => void)[]) {
    this.number = number;
    this.#theatre = theatre;
    this.#closers = closers;
  }

  get host(): string {
    return this.#theatre.host;
  }

  get cluster(): Cluster {
    return this.#theatre.cluster;
  }

  /** Opens the session's terminal, by default in one of the places, directly at the gateway. */
  open(options: { host?: string; context?: string; place?: Place } = {}): Terminal {
    const { host, cookie, context, places } = this.#theatre;
    const place = options.place ?? places[this.number % places.length];
    if (place === undefined) throw new Error('there is no place to open a terminal in');
    const target = { context: options.context ?? context, ...place };
    const terminal = new Terminal({ host: options.host ?? host, cookie, target });
    this.terminal = terminal;
    terminal.connect();
    this.#closers.push(() => terminal.leave('cut'));
    return terminal;
  }

  async takeContext(): Promise<CuttableContext> {
    for (;;) {
      const context = this.#theatre.freeContexts.shift();
      if (context !== undefined) return context;
      await sleep(50);
    }
  }

  inject(fault: Fault, scope: FaultScope): Promise<void> {
    return this.#theatre.inject(fault, scope);
  }

  giveContext(context: CuttableContext): void {
    this.#theatre.freeContexts.push(context);
  }

  /** Has `close` called when the whole soak is over. */
  defer(close: () => void): void {
    this.#closers.push(close);
  }
}
