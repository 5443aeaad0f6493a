import type { MountedTerminal } from '@podbay/client';
import type { MountedTerminals } from '../terminals/mounted-terminals.ts';
import { isTerminalReply } from './terminal-reply.ts';

/** Why a terminal does not receive any more. */
export type DropReason = 'lost' | 'ended' | 'closed';

/** A terminal that was taken out without being asked to. */
export interface Dropped {
  readonly id: string;
  readonly reason: DropReason;
}

export interface BroadcastSnapshot {
  /** The tabs whose terminals get what is typed in any of them; empty: nothing is sent to several. */
  readonly receivers: ReadonlySet<string>;
  readonly dropped: readonly Dropped[];
}

const nothing: BroadcastSnapshot = { receivers: new Set(), dropped: [] };

const bracketed = /^\x1b\[200~([\s\S]*)\x1b\[201~$/;

/**
 * Sends what is typed in one of a chosen set of terminals to all of them.
 *
 * ```
 *   keys ──► a receiver's terminal ──► its session
 *                    │ onData
 *                    └──► every other receiver's terminal ──► its session: its own way of input, in the order typed
 * ```
 *
 * A paste comes once, and each terminal pastes it in its own way. What a terminal answers to its program stays its own.
 */
export class Broadcast {
  readonly #terminals: MountedTerminals;
  readonly #listeners = new Set<() => void>();
  readonly #joined = new Map<string, () => void>();
  readonly #stopFollowing: () => void;
  #snapshot = nothing;
  #isRelaying = false;

  constructor(terminals: MountedTerminals) {
    this.#terminals = terminals;
    this.#stopFollowing = terminals.subscribe(() => this.#dropUnmounted());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): BroadcastSnapshot => this.#snapshot;

  /** From now on these receive, as far as they are connected, and no others. */
  choose(ids: Iterable<string>): void {
    this.#leaveAll();
    const receivers = new Set<string>();
    for (const id of ids) if (this.#join(id)) receivers.add(id);
    this.#set({ receivers, dropped: [] });
  }

  stop(): void {
    this.#leaveAll();
    this.#set(nothing);
  }

  /** What was told of terminals that were taken out has been read. */
  forgetDropped(): void {
    this.#set({ ...this.#snapshot, dropped: [] });
  }

  dispose(): void {
    this.stop();
    this.#stopFollowing();
  }

  #join(id: string): boolean {
    const mounted = this.#terminals.snapshot().get(id);
    if (mounted === undefined || mounted.session.state.type !== 'attached') return false;
    const data = mounted.terminal.onData(text => this.#relay(id, text));
    const stopState = mounted.on('state', ({ type }) => {
      if (type !== 'attached') this.#drop(id, type === 'ended' ? 'ended' : 'lost');
    });
    this.#joined.set(id, () => {
      data.dispose();
      stopState();
    });
    return true;
  }

  #relay(from: string, data: string): void {
    if (this.#isRelaying || isTerminalReply(data)) return;
    this.#isRelaying = true;
    try {
      for (const id of this.#snapshot.receivers) {
        const mounted = id === from ? undefined : this.#terminals.snapshot().get(id);
        if (mounted !== undefined) deliver(mounted, data);
      }
    } finally {
      this.#isRelaying = false;
    }
  }

  #dropUnmounted(): void {
    const mounted = this.#terminals.snapshot();
    for (const id of this.#snapshot.receivers) if (!mounted.has(id)) this.#drop(id, 'closed');
  }

  /** One alone is not several: it is let go, too. */
  #drop(id: string, reason: DropReason): void {
    this.#leave(id);
    const receivers = new Set(this.#snapshot.receivers);
    receivers.delete(id);
    const dropped = [...this.#snapshot.dropped, { id, reason }];
    if (receivers.size < 2) {
      this.#leaveAll();
      receivers.clear();
    }
    this.#set({ receivers, dropped });
  }

  #leave(id: string): void {
    this.#joined.get(id)?.();
    this.#joined.delete(id);
  }

  #leaveAll(): void {
    for (const id of [...this.#joined.keys()]) this.#leave(id);
  }

  #set(snapshot: BroadcastSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}

function deliver({ terminal }: MountedTerminal, data: string): void {
  const pasted = bracketed.exec(data)?.[1];
  if (pasted === undefined) terminal.input(data);
  else terminal.paste(pasted);
}
