import assert from 'node:assert/strict';
import { test } from 'node:test';
import headless, { type Terminal } from '@xterm/headless';
import { OutputWriter, type WritableTerminal } from './output-writer.ts';

const options = { cols: 40, rows: 10, scrollback: 200, allowProposedApi: true };

/** Everything that a terminal can show of its buffers, and where it stands. */
function stateOf(terminal: Terminal) {
  const { normal, active } = terminal.buffer;
  return {
    type: active.type,
    cursor: [active.cursorX, active.cursorY],
    position: [active.baseY, active.viewportY],
    normal: linesOf(normal),
    active: linesOf(active),
    modes: terminal.modes,
  };
}

function linesOf(buffer: Terminal['buffer']['active']) {
  return Array.from({ length: buffer.length }, (_, at) => {
    const line = buffer.getLine(at);
    const cells = Array.from({ length: 3 }, (_, x) => line?.getCell(x)?.getFgColor());
    return [line?.isWrapped, line?.translateToString(), ...cells];
  });
}

function titlesOf(terminal: Terminal): readonly string[] {
  const titles: string[] = [];
  terminal.onTitleChange(title => titles.push(title));
  return titles;
}

/** Writes all at once by a writer: what the terminal got of it, and its state. */
async function writeAll(outputs: readonly string[], prepare: (terminal: Terminal) => void = () => {}) {
  const terminal = new headless.Terminal(options);
  let writtenBytes = 0;
  const counting: WritableTerminal = {
    get rows() {
      return terminal.rows;
    },
    get options() {
      return terminal.options as WritableTerminal['options'];
    },
    // Private, and looked for there.
    ...{ _core: (terminal as unknown as { _core: object })._core },
    write(bytes, parsed) {
      writtenBytes += bytes.length;
      terminal.write(bytes, parsed);
    },
  };
  const titles = titlesOf(terminal);
  const writer = new OutputWriter(counting);
  const order: number[] = [];
  prepare(terminal);
  await Promise.all(
    outputs.map(
      (output, index) =>
        new Promise<void>(resolve => {
          writer.write(Buffer.from(output), () => {
            order.push(index);
            resolve();
          });
        }),
    ),
  );
  const state = { ...stateOf(terminal), titles };
  terminal.dispose();
  return { writtenBytes, state, order };
}

/** The same terminal, which parses everything. */
async function parseAll(outputs: readonly string[], prepare: (terminal: Terminal) => void = () => {}) {
  const terminal = new headless.Terminal(options);
  const titles = titlesOf(terminal);
  prepare(terminal);
  await new Promise<void>(resolve => terminal.write(Buffer.from(outputs.join('')), resolve));
  const state = { ...stateOf(terminal), titles };
  terminal.dispose();
  return state;
}

const numbers = (count: number, end = '\r\n') =>
  Array.from({ length: count }, (_, line) => `${line}${end}`).join('');
const flood = numbers(20_000);

test('of a flood no more is parsed than the terminal can show, and it shows the same', async () => {
  const outputs = [flood.slice(0, 60_001), flood.slice(60_001), 'last $ '];
  const { writtenBytes, state, order } = await writeAll(outputs);
  assert.ok(writtenBytes < 20_000, `${writtenBytes} bytes were parsed`);
  assert.deepEqual(state, await parseAll(outputs));
  assert.deepEqual(order, [0, 1, 2]);
});

const beginnings: readonly (readonly [string, string])[] = [
  ['a cursor in the middle of a full screen', `${'#'.repeat(400)}\x1b[3;7H`],
  ['a scroll region', `${'#'.repeat(400)}\x1b[3;6r\x1b[4;1H`],
  ['a scroll region above the cursor', '\x1b[1;6r\x1b[9;1H'],
  ['a scroll region below the cursor', '\x1b[4;10r\x1b[H'],
  ['a scroll region that is over', '\x1b[3;6r\x1b[r\x1b[4;1H'],
  ['the alternate screen', `${numbers(300)}\x1b[?1049h`],
  ['the alternate screen that is over', `${numbers(300)}\x1b[?1049habc\x1b[?1049l`],
  ['a string without its end', '\x1b]0;title'],
  ['a sequence without its end', '\x1b[3'],
  ['a colour', '\x1b[31mred\r\n'],
  ['line drawing', '\x1b(0'],
  ['insertion', '\x1b[4h'],
  ['no wrapping', '\x1b[?7l'],
  ['an origin', '\x1b[2;9r\x1b[?6h'],
  ['a tab stop', '\x1b[1;20H\x1bH\r'],
  ['a character to be joined to', '👩\u200d'],
];

const floods: readonly (readonly [string, string])[] = [
  ['short lines', flood],
  ['a line that is longer than the others', `${'x'.repeat(30)}\r\n${flood}`],
  ['long lines, which wrap', Array.from({ length: 4000 }, (_, i) => `${`${i} `.repeat(20)}\r\n`).join('')],
  ['wide characters and tabs', Array.from({ length: 4000 }, (_, i) => `行\t${i}🚀é\r\n`).join('')],
  ['line feeds alone', numbers(4000, '\n')],
  [
    'line feeds alone at times',
    Array.from({ length: 4000 }, (_, i) => `${i}${i % 7 ? '\r\n' : '\n'}`).join(''),
  ],
  ['a sequence in the midst', `${numbers(4000)}\x1b[5;5H\x1b[2J${numbers(4000)}`],
  ['bells', numbers(4000, '\x07\r\n')],
  ['C1 controls', `${numbers(2000)}\u0085\u009b3m${numbers(2000)}`],
];

for (const [state, beginning] of beginnings) {
  test(`after ${state} a terminal shows what one shows that parses everything`, async () => {
    for (const [name, text] of floods) {
      const outputs = [beginning, text, 'end\x07end'];
      assert.deepEqual((await writeAll(outputs)).state, await parseAll(outputs), name);
    }
  });
}

test('in pieces of any size', async () => {
  for (const size of [1, 7, 1000, 5000, 33_333, 100_000]) {
    const text = `${flood.slice(0, size < 1000 ? 20_000 : undefined)}é中🚀`;
    const bytes = [...text];
    const outputs = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.slice(i * size, (i + 1) * size).join(''),
    );
    assert.deepEqual((await writeAll(outputs)).state, await parseAll(outputs), `by ${size}`);
  }
});

test('for a reader who has scrolled up', async () => {
  const prepare = (terminal: Terminal) => {
    terminal.write(numbers(150));
    terminal.write('', () => terminal.scrollLines(-20));
  };
  const outputs = ['', flood];
  assert.deepEqual((await writeAll(outputs, prepare)).state, await parseAll(outputs, prepare));
});

test('what others write after a flush comes after all that was written', async () => {
  const terminal = new headless.Terminal(options);
  const writer = new OutputWriter(terminal as unknown as WritableTerminal);
  writer.write(Buffer.from(flood));
  writer.write(Buffer.from('last'));
  writer.flush();
  await new Promise<void>(resolve => terminal.write(' word', resolve));
  assert.equal(
    terminal.buffer.active.getLine(terminal.buffer.active.baseY + 9)?.translateToString(true),
    'last word',
  );
  terminal.dispose();
});
