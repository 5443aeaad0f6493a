import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Admission, chooseCommands } from './admission.ts';

const refusal = { code: 'forbidden', message: 'no' } as const;
const shells = [['bash', '-l'], ['sh']];

const rows: readonly (readonly [string, readonly string[], Admission, unknown])[] = [
  ['nothing is forbidden', ['ls', '-l'], { type: 'admitted' }, [['ls', '-l']]],
  ['the best shell', [], { type: 'admitted' }, [[]]],
  ['no list is no limit', ['ls'], { type: 'admitted', shells: [] }, [['ls']]],
  ['one of the list, in its order', [], { type: 'admitted', shells }, shells],
  ['what is in the list', ['bash', '-l'], { type: 'admitted', shells }, [['bash', '-l']]],
  ['refused', [], { type: 'refused', refusal }, refusal],
];
for (const [name, asked, admission, expected] of rows) {
  test(name, () => assert.deepEqual(chooseCommands(asked, admission), expected));
}

for (const asked of [['bash'], ['bash', '-l', '-c', 'id'], ['bash -l'], ['id']]) {
  test(`what is not in the list is refused: ${asked.join(', ')}`, () => {
    assert.partialDeepStrictEqual(chooseCommands(asked, { type: 'admitted', shells }), {
      code: 'forbidden',
      details: { shells: 'bash -l, sh' },
    });
  });
}
