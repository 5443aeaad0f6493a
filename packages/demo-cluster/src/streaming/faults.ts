/** Something that goes wrong on the way between the client and the container. */
export type Fault =
  /** The answer to the handshake comes this much later. */
  | { readonly type: 'handshake-delay'; readonly delayMs: number }
  /** Each of the server's frames comes this much later, in order. */
  | { readonly type: 'frame-delay'; readonly delayMs: number }
  /** Output passes at this rate at most. */
  | { readonly type: 'slow'; readonly bytesPerSecond: number }
  /** Nothing passes in either direction; the connection stays open. Clearing it lets everything that waited through. */
  | { readonly type: 'stall' }
  /** Pings are read and not answered. */
  | { readonly type: 'never-pong' }
  /** The connection ends with a FIN and no close frame. */
  | { readonly type: 'cut'; readonly afterMs?: number }
  /** The connection ends with a RST. */
  | { readonly type: 'reset'; readonly afterMs?: number }
  /** One frame that no server of Kubernetes sends; the stream goes on after it. */
  | { readonly type: 'malformed'; readonly frame: MalformedFrame; readonly afterMs?: number }
  /** Close 1000 with no status before it: when the command ends, or `afterMs` after the start. */
  | { readonly type: 'close-without-status'; readonly afterMs?: number }
  /** The connection to the container's runtime is lost; the command goes on. A false `Success` on paths A and B, 1006 on C. */
  | { readonly type: 'lost-runtime'; readonly afterMs?: number };

/** `unknown-channel`: channel 9; `garbage-status`: a status that is not JSON; `text`: a text message. */
export type MalformedFrame = 'unknown-channel' | 'garbage-status' | 'text';

export interface FaultScope {
  /** The next streams, for as long as they live. Without it: every stream, the open ones and those to come, until it is cleared. */
  readonly nextStreams?: number;
  /** The streams that are open now, for as long as they live, and none to come. */
  readonly openStreams?: true;
  /** The streams of this pod alone. */
  readonly pod?: string;
}

/** A stream that faults can happen to. */
export interface FaultTarget {
  readonly pod: string;
  /** Told at once, and again with each change. */
  handleFaults(faults: readonly Fault[]): void;
}

interface ActiveFault {
  readonly fault: Fault;
  readonly pod: string | undefined;
  /** How many streams it still waits for; Infinity: all. */
  remaining: number;
  readonly targets: Set<FaultTarget>;
}

/** The faults that are switched on. Times are counted from when the fault reaches a stream whose handshake is done. */
export class Faults {
  readonly #active = new Set<ActiveFault>();
  readonly #targets = new Set<FaultTarget>();

  /** Switches a fault on; the returned function switches it off. */
  inject(fault: Fault, scope: FaultScope = {}): () => void {
    const { pod, openStreams = false } = scope;
    const open = [...this.#targets].filter(target => pod === undefined || target.pod === pod);
    const active: ActiveFault = {
      fault,
      pod,
      remaining: openStreams ? 0 : (scope.nextStreams ?? Number.POSITIVE_INFINITY),
      targets: new Set(scope.nextStreams === undefined ? open : []),
    };
    this.#active.add(active);
    this.#tell(active.targets);
    return () => this.#remove(active);
  }

  /** Switches off all faults, or all of one type. */
  clear(type?: Fault['type']): void {
    for (const active of [...this.#active]) {
      if (type === undefined || active.fault.type === type) this.#remove(active);
    }
  }

  /** A stream begins: faults that wait for one reach it. The returned function tells its end. */
  enter(target: FaultTarget): () => void {
    this.#targets.add(target);
    for (const active of this.#active) {
      if (active.remaining === 0 || (active.pod ?? target.pod) !== target.pod) continue;
      active.remaining--;
      active.targets.add(target);
    }
    this.#tell([target]);
    return () => this.#leave(target);
  }

  #leave(target: FaultTarget): void {
    this.#targets.delete(target);
    for (const active of this.#active) {
      active.targets.delete(target);
      if (active.remaining === 0 && active.targets.size === 0) this.#active.delete(active);
    }
  }

  #remove(active: ActiveFault): void {
    if (this.#active.delete(active)) this.#tell(active.targets);
  }

  #tell(targets: Iterable<FaultTarget>): void {
    for (const target of [...targets]) {
      const faults = [...this.#active]
        .filter(active => active.targets.has(target))
        .map(active => active.fault);
      target.handleFaults(faults);
    }
  }
}
