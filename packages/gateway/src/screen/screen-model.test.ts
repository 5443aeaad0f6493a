import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ScreenModel } from './screen-model.ts';
import { describe, program, showing, testScrollback } from './testing.ts';

const size = { cols: 12, rows: 5 };
const runs = Number(process.env.RUNS ?? 300);

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
    { numRuns: runs },
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
        assert.deepEqual(describe(restored), describe(original));
      }
      original.terminal.dispose();
      restored.terminal.dispose();
    }),
    { numRuns: runs },
  );
  assert.ok(exactOnes > runs / 5, `${exactOnes} of ${runs} were exact`);
});
