import type { SessionSummary, Target } from '@podbay/protocol';
import type { Command } from '../commands/command-registry.ts';
import type { Tone } from '../pods/tone.ts';

interface EntryBase {
  /** Unique among all. */
  readonly key: string;
  /** What is shown large, and searched. */
  readonly title: string;
  /** What is shown small, and searched. */
  readonly detail: string;
  /** How much it comes before others that match as well; 1 is usual. */
  readonly weight: number;
}

/** Something that the palette finds. */
export type Entry =
  | (EntryBase & { readonly type: 'container'; readonly target: Target; readonly tone: Tone })
  | (EntryBase & { readonly type: 'session'; readonly session: SessionSummary })
  | (EntryBase & { readonly type: 'context' | 'namespace'; readonly name: string })
  | (EntryBase & { readonly type: 'command'; readonly command: Command });

/** An entry that was found, and which letters of it matched. */
export interface Found {
  readonly entry: Entry;
  readonly titleMarks: readonly number[];
  readonly detailMarks: readonly number[];
  readonly score: number;
}

export type GroupName = 'pinned' | 'recent' | 'containers' | 'sessions' | 'places' | 'commands';

/** Entries under one heading. */
export interface FoundGroup {
  readonly value: GroupName;
  readonly items: readonly Found[];
}
