import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backlog } from './backlog.ts';

const bytes = (text: string) => Buffer.from(text);

function drain(backlog: Backlog, maxBytes = 100): readonly string[] {
  const items: string[] = [];
  for (let item = backlog.take(maxBytes); item !== undefined; item = backlog.take(maxBytes)) {
    if (item.type === 'output') items.push(Buffer.from(item.bytes).toString());
    else items.push(item.type === 'resize' ? `${item.size.cols}x${item.size.rows}` : item.type);
  }
  return items;
}

test('output comes out in order, cut at sizes and where a size changes', () => {
  const backlog = new Backlog(0);
  backlog.append(0, bytes('abcdef'));
  backlog.resize(2, { cols: 10, rows: 5 });
  backlog.append(6, bytes('ghi'));
  backlog.resize(9, { cols: 20, rows: 6 });
  assert.equal(backlog.bytes, 9);
  assert.deepEqual(drain(backlog, 3), ['ab', '10x5', 'cde', 'f', 'ghi', '20x6']);
  assert.deepEqual([backlog.start, backlog.takenBytes], [9, 9]);
});

test('output that comes twice counts once', () => {
  const backlog = new Backlog(0);
  backlog.append(0, bytes('abcd'));
  backlog.append(2, bytes('cdef'));
  backlog.append(1, bytes('bc'));
  assert.deepEqual(drain(backlog), ['abcd', 'ef']);
  assert.equal(backlog.takenBytes, 10);
});

test('missing output is a gap, and what waited before it is void', () => {
  const backlog = new Backlog(0);
  backlog.append(0, bytes('abcd'));
  backlog.append(9, bytes('xyz'));
  assert.equal(backlog.takenBytes, 4);
  assert.deepEqual(drain(backlog), ['gap', 'xyz']);
  assert.equal(backlog.start, 12);
});

test('lines that were passed over have a length, and cost no room', () => {
  const backlog = new Backlog(0);
  backlog.append(0, bytes('abcd'));
  backlog.pass(4, 1000);
  backlog.resize(500, { cols: 10, rows: 5 });
  backlog.append(1004, bytes('xyz'));
  assert.equal(backlog.bytes, 1007);
  assert.deepEqual(drain(backlog), ['abcd', 'passed', '10x5', 'passed', 'xyz']);
  assert.deepEqual([backlog.start, backlog.takenBytes], [1007, 7]);
});
