/** One thing that an SGR sequence sets: what it is, and the code that sets it. */
export interface PenChange {
  readonly kind: string;
  readonly code: string;
}

const kinds: Readonly<Record<string, string>> = {
  '0': 'reset',
  '1': 'bold',
  '2': 'dim',
  '3': 'italic',
  '4': 'underline',
  '5': 'blink',
  '7': 'inverse',
  '8': 'hidden',
  '9': 'struck',
  '21': 'underline',
  '22': 'weight',
  '23': 'italic',
  '24': 'underline',
  '25': 'blink',
  '27': 'inverse',
  '28': 'hidden',
  '29': 'struck',
  '38': 'foreground',
  '39': 'foreground',
  '48': 'background',
  '49': 'background',
  '53': 'over',
  '55': 'over',
  '58': 'underline colour',
  '59': 'underline colour',
};

/** What the parameters of an SGR sequence set, in order; unknown codes are left out. */
export function penChanges(params: string): readonly PenChange[] {
  const codes = params.split(';');
  const changes: PenChange[] = [];
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at] === '' ? '0' : (codes[at] ?? '0');
    const kind = kindOf(code);
    const more = extraCodes(code, codes[at + 1]);
    if (kind !== undefined)
      changes.push({ kind, code: [code, ...codes.slice(at + 1, at + 1 + more)].join(';') });
    at += more;
  }
  return changes;
}

function kindOf(code: string): string | undefined {
  const number = Number.parseInt(code, 10);
  if ((number >= 30 && number <= 37) || (number >= 90 && number <= 97)) return kinds['38'];
  if ((number >= 40 && number <= 47) || (number >= 100 && number <= 107)) return kinds['48'];
  return kinds[number];
}

// 38;5;n and 38;2;r;g;b, where colons would have kept them together.
function extraCodes(code: string, next: string | undefined): number {
  if (code !== '38' && code !== '48' && code !== '58') return 0;
  if (next === '5') return 2;
  return next === '2' ? 4 : 0;
}
