/** A Ctrl key that is pressed first and holds for the next character, from whatever keyboard it comes. */
export class StickyCtrl {
  readonly #listeners = new Set<() => void>();
  #isHeld = false;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly isHeld = (): boolean => this.#isHeld;

  toggle(): void {
    this.#set(!this.#isHeld);
  }

  /** What the program gets for what was typed. */
  readonly mapInput = (data: string): string => {
    // Neither what the terminal answers nor what is pasted is one character.
    if (!this.#isHeld || data.length !== 1) return data;
    this.#set(false);
    return withCtrl(data);
  };

  #set(isHeld: boolean): void {
    this.#isHeld = isHeld;
    for (const listener of this.#listeners) listener();
  }
}

/** What Ctrl makes of a character, as in ASCII; `character` itself where it makes nothing. */
export function withCtrl(character: string): string {
  if (character === ' ') return '\0';
  if (character === '?') return '\x7f';
  if (character === '/') return '\x1f';
  const code = character.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code - 0x40) : character;
}
