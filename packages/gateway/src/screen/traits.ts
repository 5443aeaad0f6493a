import type { Terminal } from '@xterm/headless';

const maxSpecLength = 64;

/** What a headless terminal parses and forgets, because only a browser has use for it: colours and options. */
export class Traits {
  readonly #palette = new Map<number, string>();
  readonly #special = new Map<number, string>();
  #cursorBlinks: boolean | undefined;
  #linefeedReturns: boolean | undefined;
  #resets = 0;

  /** Listens to the terminal; never takes a sequence from it. */
  follow({ parser }: Terminal): void {
    const listen = (id: number, handle: (data: string) => void) => {
      parser.registerOscHandler(id, data => {
        handle(data);
        return false;
      });
    };
    listen(4, data => this.#setPalette(data.split(';')));
    listen(104, data => this.#resetPalette(data));
    for (const id of [10, 11, 12]) {
      listen(id, data => this.#setSpecial(id, data.split(';')));
      listen(id + 100, () => void this.#special.delete(id));
    }
    for (const final of ['h', 'l']) {
      parser.registerCsiHandler({ prefix: '?', final }, params => {
        if (params.includes(12)) this.#cursorBlinks = final === 'h';
        return false;
      });
      parser.registerCsiHandler({ final }, params => {
        if (params.includes(20)) this.#linefeedReturns = final === 'h';
        return false;
      });
    }
    parser.registerEscHandler({ final: 'c' }, () => {
      this.#resets++;
      return false;
    });
  }

  /** Whether the cursor blinks, once the program has said so. */
  get cursorBlinks(): boolean | undefined {
    return this.#cursorBlinks;
  }

  /** Whether a line feed returns the carriage too, once the program has said so. */
  get linefeedReturns(): boolean | undefined {
    return this.#linefeedReturns;
  }

  /** How many times the terminal was reset in full. */
  get resets(): number {
    return this.#resets;
  }

  /** The sequences that set the colours a program changed. */
  colourSequences(): string {
    const palette = [...this.#palette].map(([index, spec]) => `\x1b]4;${index};${spec}\x1b\\`);
    const special = [...this.#special].map(([id, spec]) => `\x1b]${id};${spec}\x1b\\`);
    return [...palette, ...special].join('');
  }

  #setPalette(slots: readonly string[]): void {
    for (let i = 0; i + 1 < slots.length; i += 2) {
      const index = Number(slots[i]);
      if (Number.isInteger(index) && index >= 0 && index < 256) keep(this.#palette, index, slots[i + 1]);
    }
  }

  #resetPalette(data: string): void {
    if (data === '') this.#palette.clear();
    for (const index of data.split(';')) this.#palette.delete(Number(index));
  }

  // One sequence may set several: 10;a;b sets 10 and 11.
  #setSpecial(id: number, specs: readonly string[]): void {
    for (const [i, spec] of specs.entries()) if (id + i <= 12) keep(this.#special, id + i, spec);
  }
}

function keep(colours: Map<number, string>, key: number, spec = ''): void {
  if (spec !== '?' && spec !== '' && spec.length <= maxSpecLength) colours.set(key, spec);
}
