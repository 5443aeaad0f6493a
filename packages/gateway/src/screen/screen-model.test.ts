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
