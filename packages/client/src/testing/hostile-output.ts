/** From 0 to below `end`. */
export type RandomBelow = (end: number) => number;

/** Numbers that look random and come again with the same seed (mulberry32). */
export function randomFrom(seed: number): RandomBelow {
  let state = seed >>> 0;
  return end => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
}

const numbers = [
  '',
  '0',
  '1',
  '2',
  '5',
  '6',
  '10',
  '52',
  '80',
  '999',
  '65536',
  '2147483647',
  '99999999999',
  ':',
  '4:3',
];
const prefixes = ['', '', '', '?', '>', '=', '<'];
const intermediates = ['', '', '', ' ', '$', '"', "'", '!', '+', '*', '#'];
const oscTexts = [
  '?',
  'rgb:ff/ff/ff',
  '1;?',
  ';http://evil/',
  ';javascript:alert(1)',
  'c;?',
  'c;cm0gLXJmIC8=',
  '\u202etxt',
  'x'.repeat(3000),
];
const oscCodes = [
  '0',
  '1',
  '2',
  '4',
  '7',
  '8',
  '9',
  '10',
  '11',
  '12',
  '52',
  '104',
  '133',
  '633',
  '1337',
  '5379',
  '99999',
];
const dcsTexts = ['$qm', '$q r', '+q544e', 'q#0;2;0;0;0~~@@vv', '1$tx', '{x', '0;1|17/ab'];
const texts = [
  'a',
  'wörld',
  '中文',
  '🚀👩‍👩‍👧',
  '\r\n',
  '\t',
  '\b',
  '\u0007',
  '\u000e',
  '\u0005',
  '\u0000',
  '\ufeff',
  'a\u0301\u0302',
];

/** A sequence of a program that means no good, or of one that is broken, as bytes. */
export function hostileOutput(below: RandomBelow): Uint8Array {
  const bytes = new TextEncoder().encode(sequence(below));
  const kind = below(12);
  if (kind === 0) return bytes.subarray(0, below(bytes.length + 1));
  if (kind === 1 && bytes.length > 0) bytes[below(bytes.length)] = below(256);
  if (kind === 2) return Uint8Array.from({ length: below(30) }, () => below(256));
  return bytes;
}

function sequence(below: RandomBelow): string {
  const pick = (items: readonly string[]) => items[below(items.length)] ?? '';
  switch (below(6)) {
    case 0:
    case 1: {
      const params = Array.from({ length: below(4) }, () => pick(numbers)).join(';');
      return `\x1b[${pick(prefixes)}${params}${pick(intermediates)}${String.fromCharCode(0x40 + below(63))}`;
    }
    case 2:
      return `\x1b]${pick(oscCodes)};${pick(oscTexts)}${pick(['\x07', '\x1b\\', ''])}`;
    case 3:
      return `\x1bP${pick(dcsTexts)}${pick(['\x1b\\', '\x1b\\', ''])}`;
    case 4:
      return `\x1b${pick(intermediates)}${String.fromCharCode(0x30 + below(79))}`;
    default:
      return pick(texts);
  }
}
