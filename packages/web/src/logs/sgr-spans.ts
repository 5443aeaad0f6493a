/** A piece of a line in one style. */
export interface StyledText {
  readonly text: string;
  /** Class names; empty: as it is. */
  readonly style: string;
}

// CSI sequences, OSC and other strings, and escapes of two characters (ECMA-48, 5.3 to 5.6).
const escapes = /\x1b\[([\d;:]*)[ -/]*([@-~])|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?/g;

// Tabs stay; what else is no character is left out.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** The line as it reads, without escape sequences. */
export function plainText(text: string): string {
  return text.includes('\x1b') ? text.replace(escapes, '').replace(controls, '') : text.replace(controls, '');
}

/**
 * The line in pieces of one style each: colours, bold, dim, italic and underlined of SGR (ECMA-48, 8.3.117). Every line
 * begins plain. Other sequences, and colours beyond the 16 of the theme, are left out.
 */
export function styledPieces(text: string): readonly StyledText[] {
  if (!text.includes('\x1b')) return [{ text: plainText(text), style: '' }];
  const pieces: StyledText[] = [];
  const pen = new Pen();
  let at = 0;
  const add = (end: number) => {
    const piece = text.slice(at, end).replace(controls, '');
    if (piece !== '') pieces.push({ text: piece, style: pen.style });
  };
  for (const match of text.matchAll(escapes)) {
    add(match.index);
    at = match.index + match[0].length;
    if (match[2] === 'm') pen.apply(match[1] ?? '');
  }
  add(text.length);
  return pieces;
}

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

const attributes: ReadonlyMap<number, string> = new Map([
  [1, 'bold'],
  [2, 'dim'],
  [3, 'italic'],
  [4, 'underline'],
]);

class Pen {
  #attributes = new Set<string>();
  #colour = '';
  #background = '';

  get style(): string {
    return [...this.#attributes, this.#colour, this.#background]
      .filter(name => name !== '')
      .map(name => `sgr-${name}`)
      .join(' ');
  }

  apply(parameters: string): void {
    const codes = parameters.split(';').map(code => Number.parseInt(code || '0', 10));
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i] ?? 0;
      // 38;5;n and 38;2;r;g;b
      if (code === 38 || code === 48) i += codes[i + 1] === 5 ? this.#indexed(code, codes[i + 2] ?? 0) : 4;
      else this.#one(code);
    }
  }

  #indexed(code: number, index: number): number {
    if (index < 16) this.#one((code === 38 ? 30 : 40) + (index < 8 ? index : index + 52));
    return 2;
  }

  #one(code: number): void {
    const attribute = attributes.get(code);
    if (code === 0) this.#reset();
    else if (attribute !== undefined) this.#attributes.add(attribute);
    else if (code === 22)
      this.#attributes = new Set([...this.#attributes].filter(name => name !== 'bold' && name !== 'dim'));
    else if (code === 23) this.#attributes.delete('italic');
    else if (code === 24) this.#attributes.delete('underline');
    else if (code === 39) this.#colour = '';
    else if (code === 49) this.#background = '';
    else this.#colourOf(code);
  }

  #colourOf(code: number): void {
    const base = code % 10;
    const name = names[base];
    if (name === undefined) return;
    if (code >= 30 && code <= 37) this.#colour = name;
    else if (code >= 90 && code <= 97) this.#colour = `bright-${name}`;
    else if (code >= 40 && code <= 47) this.#background = `on-${name}`;
    else if (code >= 100 && code <= 107) this.#background = `on-bright-${name}`;
  }

  #reset(): void {
    this.#attributes.clear();
    this.#colour = '';
    this.#background = '';
  }
}
