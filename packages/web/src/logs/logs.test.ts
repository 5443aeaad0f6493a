import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineSplitter } from './line-splitter.ts';
import { LogBuffer } from './log-buffer.ts';
import { compareTimes, maxLineLength, splitLine } from './log-line.ts';
import { matcherOf } from './log-search.ts';
import { ResumePoint } from './resume-point.ts';
import { plainText, styledPieces } from './sgr-spans.ts';

const lines: readonly (readonly [string, string, string])[] = [
  ['2026-05-04T13:07:09.123456789Z hello', '2026-05-04T13:07:09.123456789Z', 'hello'],
  ['2026-05-04T13:07:09Z ', '2026-05-04T13:07:09Z', ''],
  ['2026-05-04T13:07:09+02:00   indented\r', '2026-05-04T13:07:09+02:00', '  indented'],
  ['failed to open log file', '', 'failed to open log file'],
];

for (const [raw, time, text] of lines)
  test(`the line ${JSON.stringify(raw)}`, () => assert.deepEqual(splitLine(raw), { time, text }));

test('a line that is too long is cut, one without an end does not gather', () => {
  assert.equal(splitLine('x'.repeat(100_000)).text.length, maxLineLength + 1);
  const splitter = new LineSplitter();
  for (let i = 0; i < 100; i++) splitter.push(Buffer.alloc(10_000, 120));
  assert.ok((splitter.end()[0] ?? '').length < 4 * maxLineLength);
});

test('lines come whole, wherever they are cut, also in the middle of a character', () => {
  const bytes = Buffer.from('größe\n日本\n\nlast');
  for (let size = 1; size < bytes.length; size++) {
    const splitter = new LineSplitter();
    const seen: string[] = [];
    for (let at = 0; at < bytes.length; at += size)
      seen.push(...splitter.push(bytes.subarray(at, at + size)));
    assert.deepEqual([...seen, ...splitter.end()], ['größe', '日本', '', 'last']);
  }
});

test('times with and without fractions are in order', () => {
  const times = [
    '2026-05-04T13:07:09Z',
    '2026-05-04T13:07:09.000000001Z',
    '2026-05-04T13:07:09.5Z',
    '2026-05-04T13:07:10Z',
  ];
  assert.deepEqual(times.toReversed().toSorted(compareTimes), times);
});

test('after a break lines come neither twice nor not at all', () => {
  const all = ['1Z', '2.1Z', '2.5Z', '2.5Z', '2.5Z', '2.7Z', '3Z'].map(
    second => `2026-05-04T13:07:0${second}`,
  );
  for (let broken = 0; broken <= all.length; broken++) {
    const point = new ResumePoint();
    const seen = all.slice(0, broken).filter(time => point.take(time));
    const asked = point.time ?? '';
    point.begin();
    // Kubernetes goes on from the beginning of the second.
    const second = asked.slice(0, '2026-05-04T13:07:09'.length);
    seen.push(...all.filter(time => time >= second).filter(time => point.take(time)));
    assert.deepEqual(seen, all, `broken after ${broken}`);
  }
});

test('a second break before anything new came does not lose the count', () => {
  const point = new ResumePoint();
  for (const time of ['t1', 't1']) point.take(time);
  for (let i = 0; i < 3; i++) {
    point.begin();
    assert.equal(point.take('t1'), false);
  }
  point.begin();
  assert.deepEqual(
    ['t1', 't1', 't1', 't2'].map(time => point.take(time)),
    [false, false, true, true],
  );
});

const line = (time: string, source = 0) => ({ time, source, text: `${time}` });

test('the lines of several containers stand in the order of their times', () => {
  const buffer = new LogBuffer();
  buffer.add(['1Z', '3Z', '5Z'].map(time => line(time)));
  buffer.add(['2Z', '3Z', '6Z'].map(time => line(time, 1)));
  buffer.add([line(''), line('4Z')]);
  assert.deepEqual(
    buffer.lines.map(({ time, source }) => `${time}${source}`).filter(text => text !== '0'),
    ['1Z0', '2Z1', '3Z0', '3Z1', '4Z0', '5Z0', '6Z1'],
  );
  assert.equal(new Set(buffer.lines.map(({ number }) => number)).size, 8);
});

test('beyond the limit the oldest lines go, and that is told', () => {
  const buffer = new LogBuffer(100);
  for (let i = 0; i < 1000; i++) buffer.add([line(String(i).padStart(4, '0'))]);
  assert.ok(buffer.lines.length >= 100 && buffer.lines.length <= 110);
  assert.equal(buffer.dropped + buffer.lines.length, 1000);
  assert.equal(buffer.lines.at(-1)?.time, '0999');
});

const pieces: readonly (readonly [string, string])[] = [
  ['plain', 'plain'],
  ['\x1b[31mred\x1b[0m plain', '<sgr-red>red</> plain'],
  ['\x1b[1;92mbold\x1b[22m green\x1b[39m', '<sgr-bold sgr-bright-green>bold</><sgr-bright-green> green</>'],
  ['\x1b[38;5;4mblue\x1b[48;5;9m on red', '<sgr-blue>blue</><sgr-blue sgr-on-bright-red> on red</>'],
  ['\x1b[38;2;1;2;3;1mtrue colour', '<sgr-bold>true colour</>'],
  ['a\x1b[2Kb\x1b]8;;http://x\x1b\\c\x1b]0;title\x07d', 'abcd'],
  ['<img src=x onerror=alert(1)>\u0000\u0007\u009b', '<img src=x onerror=alert(1)>'],
  ['cut \x1b[3', 'cut 3'],
  ['tab\tstays', 'tab\tstays'],
];

for (const [text, expected] of pieces)
  test(`styles of ${JSON.stringify(text)}`, () => {
    const drawn = styledPieces(text).map(piece =>
      piece.style ? `<${piece.style}>${piece.text}</>` : piece.text,
    );
    assert.equal(drawn.join(''), expected);
    assert.equal(
      styledPieces(text)
        .map(piece => piece.text)
        .join(''),
      plainText(text),
    );
  });

const searches: readonly (readonly [string, 'text' | 'regex', 'any' | 'exact', string, string])[] = [
  ['a.b', 'text', 'any', 'a.b axb A.B', '0-3 8-11'],
  ['a.b', 'regex', 'exact', 'a.b axb A.B', '0-3 4-7'],
  ['ERROR', 'text', 'exact', 'error ERROR', '6-11'],
  ['\\d+', 'regex', 'any', 'in 12 of 345', '3-5 9-12'],
  ['x*', 'regex', 'any', 'axxb', '1-3'],
  ['größe', 'text', 'any', 'Größe', '0-5'],
];

for (const [text, kind, cases, subject, expected] of searches)
  test(`${kind} ${text} in ${subject}`, () => {
    const matcher = matcherOf({ text, isRegex: kind === 'regex', isCaseSensitive: cases === 'exact' });
    assert.equal(typeof matcher, 'function');
    const ranges = typeof matcher === 'function' ? matcher(subject) : [];
    assert.equal(ranges.map(({ start, end }) => `${start}-${end}`).join(' '), expected);
  });

test('no search, and a regular expression that is none', () => {
  assert.equal(matcherOf({ text: '', isRegex: true, isCaseSensitive: true }), undefined);
  assert.equal(typeof matcherOf({ text: '(', isRegex: true, isCaseSensitive: false }), 'string');
});
