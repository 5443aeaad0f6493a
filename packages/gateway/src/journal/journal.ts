import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalEntry, JournalLine } from './journal-entry.ts';
import { type FoundJournal, JournalFile, readJournal, removeJournal } from './journal-file.ts';
import { lifeOf, type Owner, thisProcess } from './owner.ts';

export interface JournalOptions {
  /** Created if it is not there, for its owner alone. */
  readonly dir: string;
  /** Told when the journal can't be kept, and again once it can. */
  readonly onTrouble: (trouble: JournalTrouble) => void;
}

export type JournalTrouble =
  | { readonly type: 'failed'; readonly error: unknown }
  | { readonly type: 'recovered' };

const suffix = '.journal';
const touchMs = 20_000;
/** A journal from another machine that has not been touched for so long is nobody's. */
const abandonedMs = 120_000;
/** So large, and twice what it was when it was last written anew, it is written anew. */
const minRewriteBytes = 256 * 1024;

/**
 * What the sessions of this gateway may have running in containers, on disk, so that whoever comes after a crash can end it.
 *
 * What is written when, so that a crash at any point leaves nothing unknown:
 *
 *   what happens                        written                      a crash right after it finds
 *   ──────────────────────────────────  ───────────────────────────  ─────────────────────────────────────────
 *   a session is to be started          entry, pid 0: BEFORE the     a marker that nothing bears, or that is
 *                                       exec is asked for            found without its pid
 *   the shell tells its pid             entry with the pid           marker and pid
 *   shell gone, or container, or        gone: AFTER that is known    an entry whose processes are gone: a look
 *   everything has been ended                                        that finds nothing
 *   ending it has failed                nothing                      the entry; tried again, then and later
 *   a dead gateway's file is adopted    its entries, then the file   both files: the entries are ended twice,
 *                                       is removed                   the second time nothing is there
 *
 * Appending is synchronous: a line is with the kernel before the next step is taken. It is not flushed to the disk, as a
 * machine that dies takes the connections along in any case, and the file survives but for its last lines.
 *
 * A journal that can't be written stops nobody's work: sessions go on, the trouble is told once, and with the first write
 * that works again everything that is known is written. What runs meanwhile is lost to a crash, and to nothing else.
 *
 * No secrets: names, ids and times.
 */
export class Journal {
  readonly #dir: string;
  readonly #onTrouble: (trouble: JournalTrouble) => void;
  readonly #owner: Owner = thisProcess();
  readonly #name: string;
  readonly #file: JournalFile;
  readonly #entries = new Map<string, JournalEntry>();
  readonly #heartbeat: NodeJS.Timeout;
  #rewriteBytes = minRewriteBytes;
  #state: 'kept' | 'failing' | 'closed' = 'kept';

  constructor({ dir, onTrouble }: JournalOptions) {
    this.#dir = dir;
    this.#onTrouble = onTrouble;
    this.#name = `${this.#owner.pid}-${randomBytes(4).toString('hex')}${suffix}`;
    this.#file = new JournalFile(join(dir, this.#name));
    this.#guard(() => this.#rewrite());
    this.#heartbeat = setInterval(() => this.#touch(), touchMs).unref();
  }

  /** What may run now. */
  get entries(): readonly JournalEntry[] {
    return [...this.#entries.values()];
  }

  /** Something may run from now on, or more is known of it. */
  put(entry: JournalEntry): void {
    this.#entries.set(entry.marker, entry);
    this.#append({ entry });
  }

  /** Nothing of it runs any more, or it is given up. */
  remove(marker: string): void {
    if (this.#entries.delete(marker)) this.#append({ gone: marker });
  }

  /** Takes over what dead gateways left in the same directory, and returns it. */
  adopt(): readonly JournalEntry[] {
    if (this.#state === 'closed') return [];
    return listFiles(this.#dir)
      .filter(name => name.endsWith(suffix) && name !== this.#name)
      .flatMap(name => this.#adoptFile(join(this.#dir, name)));
  }

  /** What still may run is left to whoever comes next; where there is nothing, nothing is left. */
  close(): void {
    if (this.#state === 'closed') return;
    clearInterval(this.#heartbeat);
    if (this.#state === 'kept') {
      this.#guard(() => {
        if (this.#entries.size === 0) this.#file.remove();
        else this.#file.append({ released: true });
      });
    }
    this.#file.close();
    this.#state = 'closed';
  }

  #adoptFile(path: string): readonly JournalEntry[] {
    const found = readFound(path);
    if (found === undefined || !isAbandoned(found, this.#owner)) return [];
    const entries = [...found.entries.values()];
    for (const entry of entries) this.put(entry);
    // Where they could not be written they stay where they are.
    if (this.#state === 'kept') removeJournal(path);
    return entries;
  }

  #append(line: JournalLine): void {
    if (this.#state === 'closed') return;
    this.#guard(() => {
      // After trouble nobody knows what the file has.
      if (this.#state === 'failing' || this.#file.bytes > this.#rewriteBytes) this.#rewrite();
      else this.#file.append(line);
    });
  }

  #rewrite(): void {
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
    this.#file.rewrite([{ owner: this.#owner }, ...this.entries.map(entry => ({ entry }))]);
    this.#rewriteBytes = Math.max(minRewriteBytes, 2 * this.#file.bytes);
  }

  #touch(): void {
    this.#guard(() => {
      if (this.#state === 'failing') this.#rewrite();
      else this.#file.touch();
    });
  }

  #guard(write: () => void): void {
    try {
      write();
      if (this.#state === 'failing') this.#change('kept', { type: 'recovered' });
    } catch (error) {
      if (this.#state === 'kept') this.#change('failing', { type: 'failed', error });
    }
  }

  #change(state: 'kept' | 'failing', trouble: JournalTrouble): void {
    this.#state = state;
    this.#onTrouble(trouble);
  }
}

// A directory that can't be read has been complained of when the journal could not be written there.
function listFiles(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}

// Another one that starts now may have been faster.
function readFound(path: string): FoundJournal | undefined {
  try {
    return readJournal(path);
  } catch {
    return undefined;
  }
}

function isAbandoned({ owner, released, touchedAtMs }: FoundJournal, here: Owner): boolean {
  if (released) return true;
  const life = owner === undefined ? 'unknown' : lifeOf(owner, here);
  return life === 'dead' || (life === 'unknown' && Date.now() - touchedAtMs > abandonedMs);
}
