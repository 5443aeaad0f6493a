import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepTabs } from './keep-tabs.ts';
import { TerminalTabs } from './terminal-tabs.ts';

const target = { context: 'c', namespace: 'n', pod: 'p', container: 'a' };
const session = 'abcdefghijklmnop';

function fakeStorage(texts: Record<string, string> = {}): Storage {
  return {
    getItem: (key: string) => texts[key] ?? null,
    setItem: (key: string, text: string) => {
      texts[key] = text;
    },
  } as Storage;
}

test('what was open comes back after a reload, what had ended does not', () => {
  const storage = fakeStorage();
  const before = new TerminalTabs();
  keepTabs(before, storage);
  before.open(target);
  before.open({ ...target, container: 'b' });
  before.open({ ...target, container: 'not yet started' });
  const [a, b] = before.snapshot().tabs;
  assert.ok(a && b);
  before.update(a.id, { session });
  before.update(b.id, { session: 'qrstuvwxyzabcdef' });
  before.update(b.id, { state: { type: 'ended', ending: { type: 'closed', reason: 'replaced' } } });

  const after = new TerminalTabs();
  keepTabs(after, storage);
  assert.deepEqual(
    after.snapshot().tabs.map(tab => [tab.target, tab.session, tab.state.type]),
    [[target, session, 'connecting']],
  );
});

for (const text of ['', 'nonsense', '{}', '[null, {}, {"session":"x"}, {"session":"abcdefghijklmnop"}]'])
  test(`what can't be read is nothing: ${text}`, () => {
    const tabs = new TerminalTabs();
    keepTabs(tabs, fakeStorage({ 'podbay.terminals': text }));
    assert.deepEqual(tabs.snapshot().tabs, []);
  });
