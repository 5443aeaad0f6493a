import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { announcementStart } from './shell.ts';
import { type Announcement, AnnouncementFilter } from './start-announcement.ts';

const marker = '0123456789abcdef';
const announcement = `${announcementStart}${marker};42;started\x07`;

/** What passes of these frames, and what was announced. */
function filterAll(frames: readonly string[]) {
  const announced: Announcement[] = [];
  const filter = new AnnouncementFilter(marker, one => announced.push(one));
  const passed = frames.map(frame => filter.filter(Buffer.from(frame, 'latin1')).toString('latin1'));
  const rest = filter.release().toString('latin1');
  return { text: passed.join('') + rest, passed, announced };
}

describe('AnnouncementFilter', () => {
  test('takes it out of every split', () => {
    const output = `before${announcement}after\x1b]`;
    fc.assert(
      fc.property(fc.array(fc.nat(output.length), { maxLength: 8 }), cuts => {
        const points = [0, ...cuts.sort((a, b) => a - b), output.length];
        const frames = points.slice(1).map((end, index) => output.slice(points[index], end));
        const { text, announced } = filterAll(frames);
        assert.equal(text, 'beforeafter\x1b]');
        assert.deepEqual(announced, [{ pid: 42, word: 'started' }]);
      }),
    );
  });

  const untouched: readonly (readonly [string, string])[] = [
    ['nothing like it', 'plain text\x1b[31m'],
    ['the announcement of another session', announcement.replace(marker, 'fedcba9876543210')],
    ['one that is broken', `${announcementStart}${marker};many;started\x07`],
    ['one with another word', `${announcementStart}${marker};42;stopped\x07`],
    ['one that never ends', `${announcementStart}${marker};42${'0'.repeat(80)}`],
    ['half of one, and then the end', announcement.slice(0, 20)],
  ];
  for (const [name, output] of untouched) {
    test(`leaves alone: ${name}`, () => {
      const { text, announced } = filterAll([output.slice(0, 5), output.slice(5)]);
      assert.equal(text, output);
      assert.deepEqual(announced, []);
    });
  }

  test('holds back only what may be its beginning', () => {
    const { passed } = filterAll(['prompt\x1b]53', 'x']);
    assert.deepEqual(passed, ['prompt', '\x1b]53x']);
  });

  test('gives up after too much other output', () => {
    const { text, announced } = filterAll(['x'.repeat(65_537), announcement]);
    assert.ok(text.endsWith(announcement));
    assert.deepEqual(announced, []);
  });

  test('lets a second one through', () => {
    const { text, announced } = filterAll([announcement, announcement]);
    assert.equal(text, announcement);
    assert.equal(announced.length, 1);
  });

  test('tells of a missing command', () => {
    const { announced } = filterAll([announcement.replace('started', 'missing')]);
    assert.deepEqual(announced, [{ pid: 42, word: 'missing' }]);
  });
});
