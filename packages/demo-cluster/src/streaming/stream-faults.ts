import type { Fault, Faults, FaultTarget } from './faults.ts';
import { soundWire, type Wire } from './frame-sender.ts';

/** A fault that happens once, at a time. */
export type FaultEvent = Extract<Fault, { readonly afterMs?: number }>;

export interface StreamFaultListener {
  handleWire(wire: Wire): void;
  handleEvent(event: FaultEvent): void;
}

/** The faults of one stream: how its wire is now, and what happens to it when. */
export class StreamFaults implements FaultTarget {
  readonly pod: string;
  readonly #leave: () => void;
  readonly #timers = new Map<FaultEvent, NodeJS.Timeout>();
  #faults: readonly Fault[] = [];
  #listener: StreamFaultListener | undefined;

  /** `pod`: the stream's. */
  constructor(faults: Faults, pod: string) {
    this.pod = pod;
    this.#leave = faults.enter(this);
  }

  get handshakeDelayMs(): number {
    return this.#sum('handshake-delay', fault => fault.delayMs);
  }

  get neverPong(): boolean {
    return this.#has('never-pong');
  }

  get withoutStatus(): boolean {
    return this.#has('close-without-status');
  }

  get wire(): Wire {
    const rates = this.#faults.flatMap(fault => (fault.type === 'slow' ? [fault.bytesPerSecond] : []));
    return {
      stalled: this.#has('stall'),
      delayMs: this.#sum('frame-delay', fault => fault.delayMs),
      bytesPerSecond: Math.min(soundWire.bytesPerSecond, ...rates),
    };
  }

  handleFaults(faults: readonly Fault[]): void {
    this.#faults = faults;
    if (this.#listener !== undefined) this.listen(this.#listener);
  }

  /** The handshake is done: from now on faults happen. */
  listen(listener: StreamFaultListener): void {
    this.#listener = listener;
    listener.handleWire(this.wire);
    const events = this.#faults.filter(isEvent);
    for (const event of events) {
      if (this.#timers.has(event)) continue;
      this.#timers.set(
        event,
        setTimeout(() => listener.handleEvent(event), event.afterMs ?? 0),
      );
    }
    for (const [event, timer] of this.#timers) if (!events.includes(event)) clearTimeout(timer);
  }

  close(): void {
    this.#leave();
    this.#listener = undefined;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #has(type: Fault['type']): boolean {
    return this.#faults.some(fault => fault.type === type);
  }

  #sum<Type extends Fault['type']>(
    type: Type,
    value: (fault: Extract<Fault, { type: Type }>) => number,
  ): number {
    const isType = (fault: Fault): fault is Extract<Fault, { type: Type }> => fault.type === type;
    return this.#faults.filter(isType).reduce((sum, fault) => sum + value(fault), 0);
  }
}

function isEvent(fault: Fault): fault is FaultEvent {
  switch (fault.type) {
    case 'close-without-status':
      return fault.afterMs !== undefined;
    case 'cut':
    case 'reset':
    case 'malformed':
    case 'lost-runtime':
      return true;
    default:
      return false;
  }
}
