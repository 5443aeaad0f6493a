import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ScreenModel } from './screen-model.ts';
import { describe, showing, testScrollback } from './testing/describe.ts';
import { program } from './testing/programs.ts';

const size = { cols: 12, rows: 5 };
// The same cases each time; with RUNS others, as many.
const runs = Number(process.env.RUNS ?? 400);
const parameters = process.env.RUNS === undefined ? { numRuns: runs, seed: 1 } : { numRuns: runs };

test('a terminal restored at any offset goes on like the one that was always there', () => {
  fc.assert(
    fc.property(program, fc.nat(), (pieces, at) => {
      const output = Buffer.from(pieces.join(''));
      const cut = output.length === 0 ? 0 : at % output.length;
      const model = new ScreenModel(size, testScrollback);
      model.parse(output.subarray(0, cut));
      const { bytes, exact, heldBytes } = model.paint(testScrollback);
      model.close();
      const original = showing(size, output);
      const restored = showing(size, bytes, output.subarray(cut - heldBytes));
      assert.equal(exact, true);
      assert.deepEqual(describe(restored), describe(original));
      original.terminal.dispose();
      restored.terminal.dispose();
    }),
    parameters,
  );
});

test('a screen over which output was skipped is right whenever it is said to be exact', () => {
  const scroll = fc.constantFrom('', 'line\r\n'.repeat(12), '\x1b[H\x1b[2J', '\x1bc', '\x1b[r\x1b[9;1H');
  const step = fc.record({ how: fc.constantFrom('parse', 'skip', 'freeze'), pieces: program, end: scroll });
  // The row of a saved cursor depends on how much is above the screen, so nothing is.
  const bare = { ...size, scrollback: 0 };
  let exactOnes = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), program, (steps, rest) => {
      const model = new ScreenModel(size, 0);
      const original = showing(bare);
      for (const { how, pieces, end } of steps) {
        const bytes = Buffer.from(pieces.join('') + end);
        original.core.writeSync(bytes);
        if (how === 'skip') model.skip(bytes);
        else model.parse(bytes);
        if (how === 'freeze') model.freeze();
      }
      const { exact, bytes, heldBytes } = model.paint(0);
      assert.equal(heldBytes, 0);
      model.close();
      const restored = showing(bare, bytes);
      for (const terminal of [original, restored]) terminal.core.writeSync(rest.join(''));
      if (exact) {
        exactOnes++;
        assert.deepEqual(withoutWraps(describe(restored)), withoutWraps(describe(original)));
      }
      original.terminal.dispose();
      restored.terminal.dispose();
    }),
    parameters,
  );
  assert.ok(exactOnes > runs / 5, `${exactOnes} of ${runs} were exact`);
});

// That the first row is the rest of a longer line can't be told to a terminal that has nothing above it.
function withoutWraps(facts: readonly string[]): readonly string[] {
  return facts.map(fact => fact.replace(/ (goes on|begins) /, ' '));
}

const programs = {
  vi: '\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\x1b[?2004h\x1b[1;4r\x1b[?12h\x1b[?25h\x1b[27m\x1b[H\x1b[2J~\r\n~\x1b[5;1H"file" 1L\x1b[1;3H',
  'vi that has ended': 'before\r\n\x1b[?1049h\x1b[?1h\x1b=\x1b[2;4r\x1b[Hgone\x1b[?1l\x1b>\x1b[?1049lafter',
  top: '\x1b[?1h\x1b=\x1b[?25l\x1b[H\x1b[2J\x1b(B\x1b[mtop - 1\x1b(B\x1b[m\x1b[39;49m\x1b[K\r\n\x1b[7m PID \x1b(B\x1b[m\x1b[39;49m\x1b[K',
  less: '\x1b[?1049h\x1b[22;0;0t\x1b[?1h\x1b=\rone\x1b[m\r\ntwo\r\n\x1b[7mfile (END)\x1b[27m\x1b[K',
  'a mouse program':
    '\x1b[?1049h\x1b[?1000h\x1b[?1002h\x1b[?1003h\x1b[?1006h\x1b[?1004h\x1b[4;1H\x1b[30;46mF1\x1b[K',
  'pane of a multiplexer':
    '\x1b[?1049h\x1b[2;4r\x1b[4;1H\n\n\x1b[1;5r\x1b[5;1H\x1b[30;42m[0] 0:sh\x1b[K\x1b[2;4r\x1b[4;3H\x1b[?6h',
  'wide characters at the edge': 'abcdefghijk漢字\r\n\x1b[3;11H漢\x1b[4;12H\x1b[31m字',
  'a family and a flag': '👩‍👩‍👧🇩🇪e\u0301\x1b[2;10H👍🏽',
  'colours and underlines': '\x1b[38;2;1;2;3;48;5;77;4:3;58:2::9:8:7mcurly\x1b[4:0;9mstruck\x1b[53mover',
  'line drawing': '\x1b(0lqqk\r\nx\x1b)0\x0e',
  'a link': '\x1b]8;id=x;https://example.org/\x1b\\here and on the next line\x1b]8;;\x1b\\ plain',
  'a saved cursor': '\x1b[3;3H\x1b[1;35m\x1b(0\x1b7\x1b[H\x1b(B\x1b[mtext',
  'tab stops': '\x1b[3g\x1b[1;4H\x1bH\x1b[1;9H\x1bH\r\ta\tb',
  'a waiting cursor': '123456789012',
  'a ruler that does not wrap': '\x1b[?7l12345678901234567890\r\nabc',
  'long scrollback': 'a line that wraps around\r\n'.repeat(40),
};

for (const [name, output] of Object.entries(programs)) {
  test(`the screen of ${name} is restored`, () => {
    const model = new ScreenModel(size, testScrollback);
    model.parse(Buffer.from(output));
    model.freeze();
    const { bytes, exact } = model.paint(testScrollback);
    model.close();
    assert.equal(exact, true);
    const further = 'more 漢字\tx\r\n\x1b8y\x1b[?1049lz\u0301\n\x1b[2;1H\x1bM';
    for (const rest of ['', further]) {
      assert.deepEqual(describe(showing(size, bytes, rest)), describe(showing(size, output, rest)));
    }
    assert.doesNotMatch(
      Buffer.from(bytes).toString(),
      /\x1b\[[?>]?[\d;]*[cn]|\x1b\[\??\d*\$p|;\?|\x1bP/,
      'asks nothing',
    );
  });
}

test('queries in the output are answered nowhere and are no part of a picture', () => {
  const model = new ScreenModel(size, testScrollback);
  model.parse(
    Buffer.from('\x1b[c\x1b[>c\x1b[6n\x1b[?6n\x1b]11;?\x07\x1b]4;1;?\x07\x1b[?1$p\x1b[>q\x1bP$qm\x1b\\text'),
  );
  const painted = Buffer.from(model.paint(0).bytes).toString();
  assert.equal(painted, Buffer.from(pictureOf('text')).toString());
  model.close();
});

function pictureOf(output: string): Uint8Array {
  const model = new ScreenModel(size, testScrollback);
  model.parse(Buffer.from(output));
  const { bytes } = model.paint(0);
  model.close();
  return bytes;
}

test('colours and the title of a program are part of the picture, an unfinished sequence is its end', () => {
  const painted = Buffer.from(
    pictureOf('\x1b]4;1;#010203\x07\x1b]10;red;blue\x07\x1b]110\x07\x1b]2;name\x07\x1b[?12h\x1b[31'),
  ).toString();
  assert.match(painted, /\]4;1;#010203/);
  assert.match(painted, /\]11;blue/);
  assert.doesNotMatch(painted, /\]10;red/);
  assert.match(painted, /\]2;name/);
  assert.match(painted, /\[\?12h/);
  assert.ok(painted.endsWith('\x1b[31'));
});

test('after a gap only a reset makes the screen exact, and it goes on at a safe start', () => {
  const model = new ScreenModel(size, testScrollback);
  model.parse(Buffer.from('\x1b[?2004hbefore'));
  model.gap();
  model.parse(Buffer.from('38;5;1mnot text\x1b[Hrow'));
  model.parse(Buffer.from('line\r\n'.repeat(20)));
  model.freeze();
  assert.equal(model.exact, false);
  const painted = Buffer.from(model.paint(testScrollback).bytes).toString();
  assert.match(painted, /\[\?2004h/);
  assert.doesNotMatch(painted, /not text/);
  model.parse(Buffer.from('\x1bc'));
  assert.equal(model.exact, true);
  model.close();
});

test('lines above a skipped part are dropped, those after it are kept', () => {
  const model = new ScreenModel(size, testScrollback);
  model.parse(Buffer.from('old\r\n'.repeat(15)));
  model.skip(Buffer.from('skipped\r\n'.repeat(15)));
  for (let n = 0; n < 30; n++) model.parse(Buffer.from(`new ${n}\r\n`));
  const painted = Buffer.from(model.paint(testScrollback).bytes).toString();
  assert.doesNotMatch(painted, /old|skipped/);
  assert.match(painted, /new 12\r\nnew 13\r\n/);
  model.close();
});
