import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../testing/random.ts';
import { ScreenModel } from './screen-model.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 3_000);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
const batch = 100;

const numbers = ['', '0', '1', '2', '3', '80', '999', '65536', '2147483647', '99999999999', ':'];
const strings = [
  '\x1b]8;;javascript:x\x07',
  '\x1b]2;\u202e\x07',
  '\x1bP$qm\x1b\\',
  '\x1bP',
  '\x1b]52;c;?',
  '\x18',
  '中文🚀',
  'a\u0301',
  '\r\n',
  '\x1bc',
];

function hostileOutput(random: Random): Buffer {
  if (random.chance(0.2)) return random.bytes(random.below(30));
  if (random.chance(0.3)) return Buffer.from(random.pick(strings));
  const params = Array.from({ length: random.below(3) }, () => random.pick(numbers)).join(';');
  const between = random.pick(['', '', '', ' ', "'", '$', '!']);
  return Buffer.from(
    `\x1b[${random.pick(['', '', '?', '>'])}${params}${between}${String.fromCharCode(0x40 + random.below(63))}`,
  );
}

test(`${runs} hostile sequences neither break the screen of a session nor stop the thread that keeps it`, () => {
  const random = new Random(seed);
  const screen = new ScreenModel({ cols: 80, rows: 24 }, 200);
  for (let count = 0; count < runs; count += batch) {
    const startedAtMs = performance.now();
    for (let at = 0; at < batch; at++) {
      const bytes = hostileOutput(random);
      if (random.chance(0.001)) screen.skip(bytes);
      else screen.parse(bytes);
    }
    const { bytes } = screen.paint(200);
    assert.ok(bytes.length < 4_000_000, `seed ${seed}: ${bytes.length} bytes`);
    const tookMs = performance.now() - startedAtMs;
    assert.ok(tookMs < 5_000, `seed ${seed}, at ${count}: ${Math.round(tookMs)} ms`);
  }
  screen.parse(Buffer.from('\x18\x1bc\x1b[Halive'));
  assert.match(Buffer.from(screen.paint(0).bytes).toString(), /alive/);
  screen.close();
});
