import type { Subprotocol } from '../channel.ts';
import type { Connection } from '../connection.ts';

/** A container for the cases to run in, and what else is there. Cases that need what is not given are not registered. */
export interface ConformanceSetup extends Place {
  /** Of the group of tests, e.g. `real cluster, v5`. */
  readonly name: string;
  readonly connect: Connection;
  /** Running, with BusyBox's `sh` and tools, and a `/tmp` that can be written to. */
  readonly container: string;
  /** What to offer, and what must be agreed on. */
  readonly subprotocol: Subprotocol;
  /** How many execs to run for a rule that has to hold every time. Default: 50. */
  readonly repetitions?: number;
  /** A pod with several containers. */
  readonly severalContainers?: Place;
  /** A container that exists and does not run, e.g. an init container that has finished. */
  readonly stoppedContainer?: Place & { readonly container: string };
  /** A pod that no node has taken. */
  readonly unscheduledPod?: Place;
  /** A pod whose node does not answer. */
  readonly unreachableNode?: Place;
  /** Those who may not exec, by what they lack. */
  readonly forbiddenUsers?: Readonly<Record<string, Connection>>;
}

export interface Place {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string;
}
