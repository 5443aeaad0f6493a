import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import wabt from 'wabt';
import { escapeForJson } from './json-text.ts';
import { jsonTextWasm } from './json-text.wasm.ts';

function escaped(text: string): string {
  const pieces: Buffer[] = [];
  escapeForJson(Buffer.from(text), json => pieces.push(Buffer.from(json)));
  return `"${Buffer.concat(pieces)}"`;
}

test('the WebAssembly is what is assembled from its source', async () => {
  const path = new URL('json-text.wat', import.meta.url);
  const { parseWat } = await wabt();
  const { buffer } = parseWat(path.pathname, await readFile(path), { simd: true }).toBinary({});
  const assembled = Buffer.from(buffer).toString('base64');
  assert.equal(jsonTextWasm, assembled, `json-text.wasm.ts must hold: ${assembled}`);
});

test('each character is written as JSON.stringify writes it, wherever it stands among plain ones', () => {
  const characters = [...Array(0x180).keys(), 0x2028, 0xfeff, 0xffff, 0x1f600].map(code =>
    String.fromCodePoint(code),
  );
  for (const character of characters) {
    for (let before = 0; before < 17; before++) {
      const text = 'x'.repeat(before) + character + 'y'.repeat(32);
      assert.equal(escaped(text), JSON.stringify(text));
    }
  }
});

test('texts of any length are written as JSON.stringify writes them', () => {
  const text = fc.array(fc.constantFrom('plain', '\r\n', '\x1b[0m', '"', '\\', '\0', 'é', '你', '😀'));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 2000 }), (parts, times) => {
      const text = parts.join('').repeat(times);
      assert.equal(escaped(text), JSON.stringify(text));
    }),
    { numRuns: 300 },
  );
});

test('the most that a text can become fits, at the end of a step and in the next one', () => {
  for (const length of [16_383, 16_384, 16_385, 50_000]) {
    const text = '\0'.repeat(length);
    assert.equal(escaped(text), JSON.stringify(text));
  }
});
