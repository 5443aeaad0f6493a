import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MountedTerminal } from '@podbay/client';
import { MountedTerminals } from '../terminals/mounted-terminals.ts';
import { Broadcast } from './broadcast.ts';
import { isTerminalReply } from './terminal-reply.ts';

/** A terminal as far as input is concerned. */
class FakeTerminal {
  typed = '';
  readonly #onData = new Set<(data: string) => void>();
  readonly #onState = new Set<(state: { type: string }) => void>();
  readonly session = { state: { type: 'attached' } };
  bracketed = false;

  readonly terminal = {
    onData: (listener: (data: string) => void) => {
      this.#onData.add(listener);
      return { dispose: () => this.#onData.delete(listener) };
    },
    input: (data: string) => {
      this.typed += data;
      for (const listener of this.#onData) listener(data);
    },
    paste: (text: string) => this.terminal.input(this.bracketed ? `\x1b[200~${text}\x1b[201~` : text),
  };

  on(_type: 'state', listener: (state: { type: string }) => void): () => void {
    this.#onState.add(listener);
    return () => this.#onState.delete(listener);
  }

  become(type: string): void {
    for (const listener of [...this.#onState]) listener({ type });
  }

  get listeners(): number {
    return this.#onData.size + this.#onState.size;
  }
}

function start(...names: readonly string[]) {
  const terminals = new MountedTerminals();
  const fakes = names.map(() => new FakeTerminal());
  const removals = fakes.map((fake, index) =>
    terminals.add(names[index] ?? '', fake as unknown as MountedTerminal),
  );
  return { fakes, removals, broadcast: new Broadcast(terminals) };
}

const receivers = (broadcast: Broadcast) => [...broadcast.snapshot().receivers].join();

test('what is typed in one of the chosen comes to all of them, once and in order, and to nobody else', () => {
  const { fakes, broadcast } = start('a', 'b', 'c', 'd');
  broadcast.choose(['a', 'b', 'c']);
  fakes[1]?.terminal.input('l');
  fakes[1]?.terminal.input('s');
  fakes[2]?.terminal.input('\r');
  fakes[3]?.terminal.input('x');
  assert.deepEqual(
    fakes.map(({ typed }) => typed),
    ['ls\r', 'ls\r', 'ls\r', 'x'],
  );
  broadcast.stop();
  fakes[0]?.terminal.input('!');
  assert.deepEqual([fakes[0]?.typed, fakes[1]?.typed], ['ls\r!', 'ls\r']);
  assert.deepEqual(
    fakes.map(({ listeners }) => listeners),
    [0, 0, 0, 0],
  );
});

test('each terminal pastes in its own way', () => {
  const { fakes, broadcast } = start('a', 'b', 'c');
  for (const index of [0, 2]) Object.assign(fakes[index] ?? {}, { bracketed: true });
  broadcast.choose(['a', 'b', 'c']);
  fakes[0]?.terminal.paste('two\nlines');
  const framed = '\x1b[200~two\nlines\x1b[201~';
  assert.deepEqual(
    fakes.map(({ typed }) => typed),
    [framed, 'two\nlines', framed],
  );
});

test('who is lost, ends or is closed is taken out and told; one that is left is let go', () => {
  const { fakes, removals, broadcast } = start('a', 'b', 'c', 'd', 'e');
  broadcast.choose(['a', 'b', 'c', 'd', 'e']);
  fakes[1]?.become('waiting');
  fakes[2]?.become('ended');
  removals[3]?.();
  assert.equal(receivers(broadcast), 'a,e');
  assert.deepEqual(broadcast.snapshot().dropped, [
    { id: 'b', reason: 'lost' },
    { id: 'c', reason: 'ended' },
    { id: 'd', reason: 'closed' },
  ]);
  fakes[4]?.become('waiting');
  assert.equal(receivers(broadcast), '');
  assert.equal(broadcast.snapshot().dropped.length, 4);
  broadcast.forgetDropped();
  assert.deepEqual(broadcast.snapshot().dropped, []);
  assert.ok(fakes.every(({ listeners }) => listeners === 0));
});

test('who is not connected is not chosen', () => {
  const { fakes, broadcast } = start('a', 'b');
  Object.assign(fakes[1]?.session ?? {}, { state: { type: 'waiting' } });
  broadcast.choose(['a', 'b', 'gone']);
  assert.equal(receivers(broadcast), 'a');
});

test('what a terminal answers to its program stays its own', () => {
  const { fakes, broadcast } = start('a', 'b');
  broadcast.choose(['a', 'b']);
  fakes[0]?.terminal.input('\x1b[?1;2c');
  assert.equal(fakes[1]?.typed, '');
});

const table: readonly (readonly [string, boolean])[] = [
  ['\x1b[?62;4;9;22c', true],
  ['\x1b[>0;276;0c', true],
  ['\x1b[12;40R', true],
  ['\x1b[0n', true],
  ['\x1b[?2004;1$y', true],
  ['\x1b[8;24;80t', true],
  ['\x1b[I', true],
  ['\x1b[O', true],
  ['\x1b[<0;10;5M', true],
  ['\x1b[M !!', true],
  ['\x1b]11;rgb:0000/0000/0000\x1b\\', true],
  ['\x1bP1$r0m\x1b\\', true],
  ['a', false],
  ['\x1b', false],
  ['\r', false],
  ['\x1b[A', false],
  ['\x1bOA', false],
  ['\x1b[1;5C', false],
  ['\x1b[3~', false],
  ['\x1b[15~', false],
  ['\x1b[Z', false],
  ['\x1bb', false],
  ['\x1b[200~text\x1b[201~', false],
];

for (const [data, expected] of table)
  test(`${JSON.stringify(data)} is ${expected ? 'an answer' : 'typed'}`, () =>
    assert.equal(isTerminalReply(data), expected));
