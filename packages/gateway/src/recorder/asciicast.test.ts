import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CastLines } from './asciicast.ts';

type Row = readonly [seconds: number, type: string, data: string];

function parse(lines: string): readonly Row[] {
  assert.ok(lines === '' || lines.endsWith('\n'));
  return lines
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as Row);
}

function shown(rows: readonly Row[]): string {
  return rows
    .filter(([, type]) => type === 'o')
    .map(([, , data]) => data)
    .join('');
}

const pieces = fc.constantFrom(
  ...['a', '\n', '"', '\\', '\x1b[31m', '\0', 'é', '你', '😀', '\u{2028}', '\u{feff}'].map(text =>
    Buffer.from(text),
  ),
  ...[[0xff], [0xc0], [0xe4, 0xbd], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80], [0xf4, 0x90]].map(Buffer.from),
);

test('any bytes in any pieces, whenever lines are taken, are the same text', () => {
  const steps = fc.array(
    fc.record({ length: fc.nat(5), waitMs: fc.constantFrom(0, 5, 20), take: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(pieces), steps, (parts, steps) => {
      const bytes = Buffer.concat(parts);
      const lines = new CastLines();
      let [at, nowMs, taken] = [0, 0, ''];
      for (const { length, waitMs, take } of steps) {
        nowMs += waitMs;
        lines.output(nowMs, bytes.subarray(at, at + length));
        at += length;
        if (take) taken += lines.take().toString();
      }
      lines.output(nowMs, bytes.subarray(at));
      lines.end(nowMs);
      taken += lines.take().toString();
      const rows = parse(taken);
      assert.equal(shown(rows), new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
      assert.ok(lines.isEmpty);
      const times = rows.map(([seconds]) => seconds);
      assert.deepEqual(
        times,
        times.toSorted((a, b) => a - b),
      );
    }),
    { numRuns: 2000 },
  );
});

test('what comes at once is one event, and sizes and marks stand where they came', () => {
  const lines = new CastLines();
  lines.output(1000, Buffer.from('a'));
  lines.output(1010, Buffer.from('b'));
  lines.output(1040, Buffer.from('c'));
  lines.resize(1041, { cols: 100, rows: 30 });
  lines.mark(1042, 'a mark');
  lines.output(1043, Buffer.from('d'));
  assert.equal(
    lines.take().toString(),
    '[1.000000, "o", "ab"]\n[1.040000, "o", "c"]\n[1.041000, "r", "100x30"]\n[1.042000, "m", "a mark"]\n[1.043000, "o", "d"]\n',
  );
});

test('the beginning of a character alone is nothing yet', () => {
  const lines = new CastLines();
  lines.output(1, Buffer.from('é').subarray(0, 1));
  assert.ok(lines.isEmpty);
  assert.equal(lines.take().length, 0);
  lines.rest();
  lines.output(500, Buffer.from('é').subarray(1));
  assert.equal(lines.take().toString(), '[0.500000, "o", "é"]\n');
});

test('what is left of a character at the end is U+FFFD, when the end came', () => {
  const lines = new CastLines();
  lines.output(1, Buffer.from('aé').subarray(0, 2));
  lines.end(500);
  assert.equal(lines.take().toString(), '[0.001000, "o", "a"]\n[0.500000, "o", "\u{fffd}"]\n');
});

test('a flood becomes events of bounded length', () => {
  const lines = new CastLines();
  for (let i = 0; i < 64; i++) lines.output(1, Buffer.alloc(32 * 1024, 'x'));
  const rows = parse(lines.take().toString());
  assert.equal(shown(rows).length, 64 * 32 * 1024);
  assert.ok(rows.every(([, , data]) => data.length <= 96 * 1024));
});
