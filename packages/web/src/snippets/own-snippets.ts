import type { Snippet } from '@podbay/protocol';

/** A snippet that the user has made. */
export interface OwnSnippet extends Snippet {
  readonly id: string;
}

/** Where the snippets are kept: `null`, or what was written last. */
export interface SnippetMemory {
  read(): string | null;
  write(text: string): void;
}

const limits = { count: 500, nameLength: 100, textLength: 20_000 };

/** The user's own snippets, in this browser. */
export class OwnSnippets {
  readonly #memory: SnippetMemory;
  readonly #listeners = new Set<() => void>();
  #snippets: readonly OwnSnippet[];

  constructor(memory: SnippetMemory) {
    this.#memory = memory;
    this.#snippets = withIds(parseSnippets(memory.read() ?? '[]') ?? []);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): readonly OwnSnippet[] => this.#snippets;

  /** Keeps the snippet, as a new one or in place of the one with this id. */
  save(snippet: Snippet, id?: string): void {
    const others = this.#snippets.filter(other => other.id !== id);
    const [kept] = withIds([snippet]);
    if (kept !== undefined && others.length < limits.count) this.#set([...others, kept]);
  }

  remove(id: string): void {
    this.#set(this.#snippets.filter(snippet => snippet.id !== id));
  }

  /** All of them, to be kept in a file. */
  exportJson(): string {
    return `${JSON.stringify(withoutIds(this.#snippets), undefined, 2)}\n`;
  }

  /** Adds those of a file that are not there yet. Returns how many; `undefined`: the file is no list of snippets. */
  importJson(text: string): number | undefined {
    const read = parseSnippets(text);
    if (read === undefined) return undefined;
    const known = new Set(this.#snippets.map(keyOf));
    const added = read.filter(snippet => !known.has(keyOf(snippet)));
    const room = Math.max(0, limits.count - this.#snippets.length);
    this.#set([...this.#snippets, ...withIds(added.slice(0, room))]);
    return Math.min(added.length, room);
  }

  #set(snippets: readonly OwnSnippet[]): void {
    this.#snippets = snippets.toSorted((a, b) => a.name.localeCompare(b.name));
    this.#memory.write(JSON.stringify(withoutIds(this.#snippets)));
    for (const listener of this.#listeners) listener();
  }
}

/** The snippets in a file's text; `undefined`: it is no list of any. */
export function parseSnippets(text: string): readonly Snippet[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.flatMap(asSnippet) : undefined;
  } catch {
    return undefined;
  }
}

function asSnippet(value: unknown): readonly Snippet[] {
  const { name, text } = (value ?? {}) as Partial<Record<keyof Snippet, unknown>>;
  if (typeof name !== 'string' || typeof text !== 'string' || name.trim() === '' || text === '') return [];
  return [{ name: name.trim().slice(0, limits.nameLength), text: text.slice(0, limits.textLength) }];
}

let count = 0;

function withIds(snippets: readonly Snippet[]): readonly OwnSnippet[] {
  return snippets.flatMap(asSnippet).map(snippet => ({ ...snippet, id: `own-${++count}` }));
}

function withoutIds(snippets: readonly Snippet[]): readonly Snippet[] {
  return snippets.map(({ name, text }) => ({ name, text }));
}

function keyOf({ name, text }: Snippet): string {
  return JSON.stringify([name, text]);
}
