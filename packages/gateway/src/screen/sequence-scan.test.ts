import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { scanSequences } from './sequence-scan.ts';
import { maxUnfinishedBytes, SequenceSplitter } from './sequence-splitter.ts';
import { program } from './testing/programs.ts';

const cases: Readonly<Record<string, { readonly found: readonly string[]; readonly rest: string }>> = {
  'text only': { found: [], rest: '' },
  'a\x1b[31mb\x1b(0c\x0e\x1bc': { found: ['\x1b[31m', '\x1b(0', '\x0e', '\x1bc'], rest: '' },
  'a\x1b]2;title\x07b\x1b]2;x\x1b\\': { found: ['\x1b]2;title\x07', '\x1b]2;x\x1b\\'], rest: '' },
  '\x1bPq\x07\x1b\\\x1b_x\u009c': { found: ['\x1bPq\x07\x1b\\', '\x1b_x\u009c'], rest: '' },
  '\u009b1mé©\u0084': { found: ['\u009b1m', '\u0084'], rest: '' },
  '\x1b[3\x1b[4m': { found: ['\x1b[3', '\x1b[4m'], rest: '' },
  '\x1b[3\x18x\x1b]a\x1ax': { found: ['\x1b[3\x18', '\x1b]a\x1a'], rest: '' },
  'a\x1b': { found: [], rest: '\x1b' },
  'a\x1b[3': { found: [], rest: '\x1b[3' },
  'a\x1b]2;tit': { found: [], rest: '\x1b]2;tit' },
  'a\x1b]2;title\x1b': { found: [], rest: '\x1b]2;title\x1b' },
};

for (const [output, { found, rest }] of Object.entries(cases)) {
  test(`the sequences of ${JSON.stringify(output)}`, () => {
    const bytes = Buffer.from(output);
    const seen: string[] = [];
    const end = scanSequences(bytes, (from, to) => seen.push(bytes.toString('utf8', from, to)));
    assert.deepEqual(seen, found);
    assert.equal(bytes.toString('utf8', end), rest);
  });
}

test('however output is cut, the same sequences come out of it, and nothing is lost', () => {
  fc.assert(
    fc.property(program, fc.array(fc.integer({ min: 1, max: 9 })), (pieces, lengths) => {
      const output = Buffer.from(pieces.join(''));
      const whole: string[] = [];
      scanSequences(output, (from, to) => whole.push(output.toString('utf8', from, to)));
      const seen: string[] = [];
      const parts: Buffer[] = [];
      const splitter = new SequenceSplitter();
      for (let at = 0, n = 0; at < output.length; n++) {
        const to = at + (lengths[n] ?? output.length);
        const listen = (complete: Buffer) => (from: number, end: number) =>
          void seen.push(complete.toString('utf8', from, end));
        parts.push(Buffer.from(splitter.push(output.subarray(at, to), listen)));
        at = to;
      }
      assert.deepEqual(seen, whole);
      assert.deepEqual(Buffer.concat([...parts, splitter.unfinished]), output);
    }),
  );
});

test('an endless sequence is swallowed to its end in bounded memory', () => {
  for (const [start, end] of [
    ['\x1b]52;c;', '\x07'],
    ['\x1bPq', '\x1b\\'],
    ['\x1b[1', 'm'],
  ] as const) {
    const splitter = new SequenceSplitter();
    splitter.push(Buffer.from(start));
    for (let n = 0; n < 40; n++) {
      splitter.push(Buffer.alloc(10_000, '1'));
      assert.ok(splitter.unfinished.length <= maxUnfinishedBytes);
    }
    assert.match(splitter.push(Buffer.from(`${end}text`)).toString(), /text$/);
    assert.equal(splitter.unfinished.length, 0);
  }
});
