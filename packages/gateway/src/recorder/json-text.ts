import { jsonTextWasm } from './json-text.wasm.ts';

// TypeScript knows these with a browser's names only.
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

interface JsonText {
  readonly memory: Buffer;
  /** See `json-text.wat`. */
  write(from: number, end: number, to: number): number;
}

/** Bytes of text that are escaped at once; what they become is still in the processor's cache when it is read. */
const maxStep = 16 * 1024;
const maxEscape = '\\u0000'.length;
/** What `write` may overwrite behind what it has written. */
const overwritten = 7;
const tableEntry = 8;
const textAt = 256 * tableEntry;
const jsonAt = textAt + maxStep;
const pageBytes = 64 * 1024;

let jsonText: JsonText | undefined;

/** Makes ready what `escapeForJson` needs, once. Throws where the machine can't have it. */
export function prepareJsonText(): JsonText {
  try {
    jsonText ??= makeJsonText();
    return jsonText;
  } catch (cause) {
    throw new Error('recording needs WebAssembly with SIMD, which this Node or processor does not have', {
      cause,
    });
  }
}

function makeJsonText(): JsonText {
  const bytes = jsonAt + maxEscape * maxStep + overwritten;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
  const block = Buffer.from(memory.buffer);
  for (let byte = 0; byte < 256; byte++) {
    const json = jsonOf(byte);
    json.copy(block, byte * tableEntry);
    block[byte * tableEntry + tableEntry - 1] = json.length;
  }
  const module = new WebAssembly.Module(Buffer.from(jsonTextWasm, 'base64'));
  const { write } = new WebAssembly.Instance(module, { env: { memory } }).exports as Pick<JsonText, 'write'>;
  return { memory: block, write };
}

/** What stands for one byte of UTF-8 in a JSON string. */
function jsonOf(byte: number): Buffer {
  if (byte >= 0x80) return Buffer.of(byte);
  return Buffer.from(JSON.stringify(String.fromCharCode(byte)).slice(1, -1));
}

/**
 * Hands the bytes of text, which are UTF-8, to `append` as they stand within the quotes of a JSON string, byte for byte what
 * `JSON.stringify` makes of them. Pieces are good during the call only. Throws what `prepareJsonText` does.
 *
 * `JSON.stringify` takes up to 10 times as long: it goes character by character through what has something to escape, and
 * terminal output has, in each line.
 */
export function escapeForJson(utf8: Uint8Array, append: (json: Uint8Array) => void): void {
  const { memory, write } = prepareJsonText();
  for (let at = 0; at < utf8.length; at += maxStep) {
    const step = utf8.subarray(at, at + maxStep);
    memory.set(step, textAt);
    append(memory.subarray(jsonAt, write(textAt, textAt + step.length, jsonAt)));
  }
}
