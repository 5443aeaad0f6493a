export interface DecodedSize {
  readonly cols: number;
  readonly rows: number;
}

/**
 * Reads the resize channel as Go's `json.Decoder` does: values follow each other, message boundaries mean nothing, keys match in any
 * case, a missing one is 0, and `null` leaves everything at 0. Width and Height are uint16: a float, a negative number, a number above
 * 65535 or a string is an error, and so is anything that is not JSON. After an error Kubernetes decodes no more.
 */
export class TerminalSizeDecoder {
  #text = '';
  #failed = false;

  get failed(): boolean {
    return this.#failed;
  }

  push(bytes: Uint8Array): readonly DecodedSize[] {
    this.#text += Buffer.from(bytes).toString('utf8');
    const sizes: DecodedSize[] = [];
    while (!this.#failed) {
      const value = this.#takeValue();
      if (value === undefined) break;
      const size = parseSize(value);
      if (size === undefined) this.#failed = true;
      else sizes.push(size);
    }
    return sizes;
  }

  /** The next whole value's text, `undefined` when it has not come whole yet. */
  #takeValue(): string | undefined {
    this.#text = this.#text.trimStart();
    const length = valueLength(this.#text);
    if (length === 0) return undefined;
    const value = this.#text.slice(0, length);
    this.#text = this.#text.slice(length);
    return value;
  }
}

function valueLength(text: string): number {
  if (text === '') return 0;
  if (text.startsWith('{')) return objectLength(text);
  if ('null'.startsWith(text)) return text === 'null' ? 4 : 0;
  return text.startsWith('null') ? 4 : text.length;
}

function objectLength(text: string): number {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (quoted && character === '\\') index++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') depth++;
    else if (!quoted && character === '}' && --depth === 0) return index + 1;
  }
  return 0;
}

function parseSize(value: string): DecodedSize | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value, keepLiteral);
  } catch {
    return undefined;
  }
  if (parsed === null) return { cols: 0, rows: 0 };
  if (typeof parsed !== 'object' || Array.isArray(parsed) || parsed instanceof Literal) return undefined;
  const fields = new Map(Object.entries(parsed).map(([key, field]) => [key.toLowerCase(), field]));
  const cols = parseUint16(fields.get('width'));
  const rows = parseUint16(fields.get('height'));
  return cols === undefined || rows === undefined ? undefined : { cols, rows };
}

/** A number as it was written: Go refuses `1.0` and `1e2` for an integer, which JavaScript could not tell from `1` and `100`. */
class Literal {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

function keepLiteral(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? new Literal(context?.source ?? String(value)) : value;
}

function parseUint16(value: unknown): number | undefined {
  if (value === undefined || value === null) return 0;
  if (!(value instanceof Literal) || !/^\d+$/.test(value.source)) return undefined;
  const number = Number(value.source);
  return number <= 65_535 ? number : undefined;
}
