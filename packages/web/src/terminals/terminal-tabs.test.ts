import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLive, TerminalTabs } from './terminal-tabs.ts';

const target = { context: 'c', namespace: 'n', pod: 'p', container: 'a' };

test('opens as many terminals in a container as wanted, and shows the newest', () => {
  const tabs = new TerminalTabs();
  tabs.open(target);
  tabs.open(target);
  const { tabs: all, activeId } = tabs.snapshot();
  assert.equal(all.length, 2);
  assert.equal(activeId, all[1]?.id);
});

test('a link shows the terminal that is there, else opens one', () => {
  const tabs = new TerminalTabs();
  tabs.show(target);
  tabs.show({ ...target, container: 'b' });
  tabs.show(target);
  const { tabs: all, activeId } = tabs.snapshot();
  assert.equal(all.length, 2);
  assert.equal(activeId, all[0]?.id);
});

test('a closed tab is gone, and an update that comes late is nothing', () => {
  const tabs = new TerminalTabs();
  tabs.open(target);
  const id = tabs.snapshot().activeId ?? '';
  let told = 0;
  const unsubscribe = tabs.subscribe(() => {
    told += 1;
  });
  tabs.close(id);
  tabs.update(id, { title: 'late' });
  assert.deepEqual(tabs.snapshot(), { tabs: [], logs: [], activeId: undefined });
  unsubscribe();
  tabs.open(target);
  assert.equal(told, 2);
});

test('a tab is live once its session runs, until it has ended', () => {
  const connecting = { type: 'connecting', attempt: 0, resuming: false } as const;
  const ending = { type: 'exit', outcome: { type: 'exited', code: 0 } } as const;
  assert.equal(isLive({ state: connecting }), false);
  assert.equal(isLive({ state: { ...connecting, resuming: true } }), true);
  assert.equal(isLive({ state: { type: 'attached', started: true, rttMs: undefined } }), true);
  assert.equal(isLive({ state: { type: 'ended', ending } }), false);
});

test('joins a session in a tab of its own, or in the one that shows it already', () => {
  const tabs = new TerminalTabs();
  tabs.join(target, 'one');
  tabs.join(target, 'two');
  tabs.join(target, 'one');
  const [first, second] = tabs.snapshot().tabs;
  assert.deepEqual([first?.session, second?.session], ['one', 'two']);
  assert.equal(tabs.snapshot().activeId, first?.id);
  assert.equal(first?.run, 0);
  tabs.join(target, 'one', { takeOver: true });
  const taken = tabs.snapshot().tabs[0];
  assert.deepEqual([taken?.run, taken?.takeOver, taken?.session], [1, true, 'one']);
});

test('comes back to a session that was taken over, without taking it over', () => {
  const tabs = new TerminalTabs();
  tabs.join(target, 'one', { takeOver: true });
  const id = tabs.snapshot().activeId ?? '';
  tabs.update(id, { state: { type: 'ended', ending: { type: 'closed', reason: 'replaced' } } });
  tabs.comeBack(id);
  const tab = tabs.find(id);
  assert.deepEqual([tab?.session, tab?.takeOver, tab?.state.type], ['one', false, 'connecting']);
});

test('a tab that is left says so', () => {
  const tabs = new TerminalTabs();
  tabs.join(target, 'one');
  const id = tabs.snapshot().activeId ?? '';
  tabs.leave(id);
  assert.equal(tabs.isLeft(id), true);
  assert.deepEqual(tabs.snapshot().tabs, []);
});
