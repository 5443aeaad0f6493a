import { type Charset, openTerminal, type TerminalCore } from './terminal-core.ts';

// The finals that xterm.js knows; B, and whatever else, is US ASCII.
const finals = '0A45RQKY6ZH=';
const designators = ['(', ')', '*', '+'] as const;
const invocations = ['\x0f', '\x0e', '\x1bn', '\x1bo'] as const;

let known: ReadonlyMap<Charset, string> | undefined;

/** The sequences that designate and invoke the character sets as they are. */
export function charsetSequences({ _charsetService: service }: TerminalCore): string {
  const designated = designators.map((designator, level) => {
    const charset = service._charsets[level];
    return charset === undefined ? '' : `\x1b${designator}${finalOf(charset)}`;
  });
  return designated.join('') + (service.glevel === 0 ? '' : (invocations[service.glevel] ?? ''));
}

/** The final byte that designates this set. */
export function finalOf(charset: Charset): string {
  known ??= learn();
  return known.get(charset) ?? 'B';
}

// The tables have no names, but one identity each.
function learn(): ReadonlyMap<Charset, string> {
  const { terminal, core } = openTerminal({ cols: 2, rows: 1 }, 0);
  const learnt = new Map<Charset, string>();
  for (const final of finals) {
    core.writeSync(`\x1b(${final}`);
    learnt.set(core._charsetService._charsets[0], final);
  }
  terminal.dispose();
  return learnt;
}
