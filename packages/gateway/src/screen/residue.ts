import { penChanges } from './pen-changes.ts';
import { PenLog } from './pen-log.ts';
import type { SequenceHandler } from './sequence-scan.ts';

const maxSequenceBytes = 4096;
const maxPaletteEntries = 256;
const sgrFinal = 0x6d;
const lastingFinals = new Set([...'hlrgsuqp'].map(final => final.charCodeAt(0)));

// Modes that set one thing together.
const privateModes: Readonly<Record<string, string>> = {
  '9': 'mouse',
  '1000': 'mouse',
  '1002': 'mouse',
  '1003': 'mouse',
  '1006': 'encoding',
  '1016': 'encoding',
  '66': 'keypad',
};
const ownKinds = ['region', 'stops', 'stop', 'saved'].map(kind => `alternate ${kind}`);
const lonePrivateModes = new Set(['1', '6', '7', '12', '25', '45', '1004', '2004', '2026']);

export interface ResidueStart {
  readonly rows: number;
  /** Whether the output begins in the alternate buffer. */
  readonly isAlternate: boolean;
}

/**
 * What remains of output that nobody parsed: the sequences that outlive their text, and of each kind only the last.
 * Written to a terminal in the order of `bytes`, they set its modes, pen, region, character sets, title and colours as
 * the whole output would have. Its size is bounded, however long the output was.
 *
 * The kinds don't depend on each other, so each comes where its last sequence was. Except for the pen: SGR 0 makes all
 * of it before void, saving the cursor takes a copy of it along, restoring the cursor replaces it. A reset is a kind of
 * its own: what is before it counts as far as the terminal doesn't reset it.
 */
export class Residue {
  readonly #kept = new Map<string, string>();
  readonly #pens = new PenLog();
  readonly #rows: number;
  #side: 'normal' | 'alternate';
  readonly #savedPens = new Map<string, ReadonlyMap<string, string>>();
  #losesAlternateSaved = false;
  #isDoubtful = false;

  constructor({ rows, isAlternate }: ResidueStart) {
    this.#rows = rows;
    this.#side = isAlternate ? 'alternate' : 'normal';
  }

  /** A handler for the sequences of `bytes`. When all are told, `fold` must follow before these bytes change. */
  listen(bytes: Buffer): SequenceHandler {
    this.#pens.begin(bytes);
    return (start, end) => {
      if (isPlainControl(bytes, start)) {
        const final = bytes[end - 1] ?? 0;
        if (final === sgrFinal) {
          this.#pens.add(start, end);
          if (this.#pens.isFull) this.fold();
          return;
        }
        if (!lastingFinals.has(final)) return;
      }
      if (end - start > maxSequenceBytes) return;
      this.fold();
      this.#add(withoutControls(bytes, start, end));
    };
  }

  /** Takes over what was only noted so far. */
  fold(): void {
    for (const params of this.#pens.take()) this.#addPen(params);
  }

  /**
   * What to write to a terminal. The cursor was saved, and stops were set, nobody knows where: `lostCursor` moves it
   * there first.
   */
  text(lostCursor: string): string {
    const sequences = [...this.#kept].map(([kind, sequence]) =>
      / (saved|stop)$/.test(kind) ? lostCursor + sequence : sequence,
    );
    return sequences.join('');
  }

  /** Whether the output went to the other buffer, in whichever direction. */
  get changesBuffer(): boolean {
    return ['enter', 'leave', 'reset'].some(kind => this.#kept.has(kind));
  }

  /** Whether it can't be said for sure which character set is in use. */
  get isDoubtful(): boolean {
    return this.#isDoubtful;
  }

  /** Whether the cursor was saved in the alternate buffer, and that was left. */
  get losesAlternateSaved(): boolean {
    return this.#losesAlternateSaved;
  }

  #add(sequence: string): void {
    const introducer = sequence[1];
    if (/[\x18\x1a]$/.test(sequence)) return; // called off
    if (sequence.length === 1) this.#keep('level', sequence);
    else if (introducer === '[') this.#addControl(sequence);
    else if (introducer === ']') this.#addString(sequence);
    else this.#addEscape(sequence);
  }

  #addControl(sequence: string): void {
    const [, prefix = '', params = '', intermediate = '', final = ''] =
      /^\x1b\[([<-?]?)([\d:;]*)([ -/]*)([@-~])$/.exec(sequence) ?? [];
    switch (prefix + intermediate + final) {
      case 'm':
        this.#addPen(params);
        return;
      case 'h':
      case 'l':
        for (const mode of params.split(';')) {
          if (mode === '4' || mode === '20') this.#keep(`mode ${mode}`, `\x1b[${mode}${final}`);
        }
        return;
      case '?h':
      case '?l':
        for (const mode of params.split(';')) this.#addPrivateMode(mode, final);
        return;
      case 'r':
        if (isRegion(params, this.#rows)) this.#keep(`${this.#side} region`, sequence);
        return;
      case 'g':
        this.#keep(`${this.#side} ${params === '3' ? 'stops' : 'stop'}`, sequence);
        return;
      case 's':
        this.#addSave();
        return;
      case 'u':
        this.#addRestore();
        return;
      case ' q':
        this.#keep('shape', sequence);
        return;
      case '"q':
        this.#keep('pen protected', sequence);
        return;
      case '!p':
        this.#keep('soft', sequence);
    }
  }

  #addPrivateMode(mode: string, final: string): void {
    const sequence = `\x1b[?${mode}${final}`;
    const kind = privateModes[mode];
    if (mode === '1048' && final === 'h') this.#addSave();
    else if (mode === '1048') this.#addRestore();
    else if (mode === '47' || mode === '1047' || mode === '1049') this.#changeBuffer(mode, final);
    else if (kind !== undefined) this.#keep(kind, sequence);
    else if (lonePrivateModes.has(mode)) this.#keep(`?${mode}`, sequence);
  }

  // Region, stops and saved cursor are each buffer's own. Those of the alternate end when it is left, but for the last.
  #changeBuffer(mode: string, final: string): void {
    const isEntry = final === 'h';
    if (isEntry && mode === '1049') this.#addSave();
    if (isEntry && this.#side === 'normal') {
      this.#side = 'alternate';
      this.#keep('enter', '\x1b[?47h');
    } else if (!isEntry && this.#side === 'alternate') {
      this.#side = 'normal';
      if (this.#kept.has('alternate saved')) this.#losesAlternateSaved = true;
      for (const kind of ['enter', ...ownKinds]) this.#kept.delete(kind);
      this.#keep('leave', '\x1b[?47l');
    }
    if (!isEntry && mode === '1049') this.#addRestore();
  }

  #addEscape(sequence: string): void {
    const [, intermediate = '', final] = /^\x1b([ -/]?)([0-~])$/.exec(sequence) ?? [];
    if (final === undefined) return;
    if (intermediate === '') {
      if (final === 'c') this.#reset(sequence);
      else if (final === '7') this.#addSave();
      else if (final === '8') this.#addRestore();
      else if (final === 'H') this.#keep(`${this.#side} stop`, sequence);
      else if (final === '=' || final === '>') this.#keep('keypad', sequence);
      else if ('no|}~'.includes(final)) this.#keep('level', sequence);
    } else if ('()*+-.'.includes(intermediate)) {
      const level = { '-': ')', '.': '*' }[intermediate] ?? intermediate;
      this.#keep(`set ${level}`, sequence);
    } else if (intermediate === '%') {
      this.#keep('set (', sequence);
      this.#keep('level', '\x0f');
    }
  }

  #addString(sequence: string): void {
    const [, id = '', index = '', body = ''] = /^\x1b\](\d+)(?:;(\d*))?([\s\S]*)$/.exec(sequence) ?? [];
    if (id === '0' || id === '2') this.#keep('title', sequence);
    else if (id === '8') this.#keep('link', sequence);
    else if (/^;?\?/.test(body))
      return; // a question
    else if (id === '4') this.#addPalette(`palette ${index}`, sequence);
    else if (id === '104') this.#addPalette('palette', sequence);
    else if (/^1?1[012]$/.test(id)) this.#keep(`colour ${id.slice(-1)}`, sequence);
  }

  #addPalette(kind: string, sequence: string): void {
    const entries = [...this.#kept.keys()].filter(key => key.startsWith('palette'));
    if (entries.length < maxPaletteEntries || this.#kept.has(kind)) this.#keep(kind, sequence);
  }

  #addPen(params: string): void {
    for (const { kind, code } of penChanges(params.replace(/[^\d:;]/g, ''))) {
      if (kind === 'reset') this.#dropPen();
      this.#keep(`pen ${kind}`, `\x1b[${code}m`);
    }
  }

  #addSave(): void {
    const pen = new Map([...this.#kept].filter(([key]) => isPen(key)));
    if (pen.has('pen restored') && this.#changesCharset) this.#isDoubtful = true;
    this.#savedPens.set(this.#side, pen);
    this.#keep(`${this.#side} saved`, `${[...pen.values()].join('')}\x1b7`);
  }

  // What was saved within this output is known. The character set goes with it, so that must not have changed.
  #addRestore(): void {
    const pen = this.#kept.has(`${this.#side} saved`) ? this.#savedPens.get(this.#side) : undefined;
    this.#dropPen();
    if (pen === undefined) this.#keep('pen restored', '\x1b8');
    else for (const [kind, sequence] of pen) this.#keep(kind, sequence);
    if (pen !== undefined && this.#changesCharset) this.#isDoubtful = true;
  }

  get #changesCharset(): boolean {
    return [...this.#kept.keys()].some(kind => kind === 'level' || kind.startsWith('set '));
  }

  #reset(sequence: string): void {
    this.#side = 'normal';
    this.#losesAlternateSaved = false;
    this.#isDoubtful = false;
    this.#savedPens.clear();
    this.#keep('reset', sequence);
  }

  #dropPen(): void {
    for (const key of this.#kept.keys()) if (isPen(key)) this.#kept.delete(key);
  }

  // The newest is the last in order, too.
  #keep(kind: string, sequence: string): void {
    this.#kept.delete(kind);
    this.#kept.set(kind, sequence);
  }
}

// Whether DECSTBM says what a region can be: at least two rows, of those that there are.
function isRegion(params: string, rows: number): boolean {
  const [top = 0, bottom = 0] = params.split(';').map(Number);
  const last = bottom === 0 || bottom > rows ? rows : bottom;
  return last > Math.max(1, top);
}

function isPen(kind: string): boolean {
  return kind.startsWith('pen ');
}

// ESC [ and then no private prefix. Most of these move the cursor, erase or colour, and are told by their last byte.
function isPlainControl(bytes: Buffer, start: number): boolean {
  if (bytes[start] !== 0x1b || bytes[start + 1] !== 0x5b) return false;
  const first = bytes[start + 2] ?? 0;
  return first < 0x3c || first > 0x3f;
}

// C1 controls become their escape sequences; strings keep their text, all others lose the controls within.
function withoutControls(bytes: Buffer, start: number, end: number): string {
  const raw = bytes.toString('utf8', start, end);
  const code = raw.charCodeAt(0);
  const sequence = code >= 0x80 ? `\x1b${String.fromCharCode(code - 0x40)}${raw.slice(1)}` : raw;
  if (sequence.length === 1 || sequence[1] === ']') return sequence;
  return `\x1b${sequence.slice(1).replace(/[\x00-\x1f\x7f]/g, '')}`;
}
