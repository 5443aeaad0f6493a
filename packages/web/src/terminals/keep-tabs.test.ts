import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepTabs } from './keep-tabs.ts';
import { TerminalTabs } from './terminal-tabs.ts';

const target = { context: 'c', namespace: 'n', pod: 'p', container: 'a' };
const session = 'abcdefghijklmnop';

class FakeStorage implements Storage {
  readonly #texts: Map<string, string>;

  constructor(texts: Iterable<readonly [string, string]> = []) {
    this.#texts = new Map(texts);
  }

  get length(): number {
    return this.#texts.size;
  }

  key = (index: number) => [...this.#texts.keys()][index] ?? null;
  getItem = (key: string) => this.#texts.get(key) ?? null;
  setItem = (key: string, text: string) => void this.#texts.set(key, text);
  removeItem = (key: string) => void this.#texts.delete(key);
  clear = () => this.#texts.clear();

  /** What a duplicated tab starts with. */
  copy(): FakeStorage {
    return new FakeStorage(this.#texts);
  }

  get text(): string {
    return [...this.#texts.values()].join('\n');
  }
}

/** The pages of one browser. */
class FakeBrowser {
  readonly localStorage = new FakeStorage();
  readonly #held = new Set<string>();

  /** A page that lives until `die` is called. */
  async open(sessionStorage = new FakeStorage()) {
    const own = new Set<string>();
    const request = async (name: string, options: { signal: AbortSignal }, hold: () => Promise<void>) => {
      if (this.#held.has(name)) {
        await new Promise(resolve => options.signal.addEventListener('abort', resolve));
        throw options.signal.reason;
      }
      this.#held.add(name);
      own.add(name);
      await hold();
    };
    const query = async () => ({ held: [...this.#held].map(name => ({ name })) });
    const locks = { request, query } as unknown as LockManager;
    const tabs = new TerminalTabs();
    await keepTabs(tabs, { sessionStorage, localStorage: this.localStorage, locks });
    const die = () => {
      for (const name of own) this.#held.delete(name);
    };
    return { tabs, sessionStorage, die };
  }
}

function shown(tabs: TerminalTabs) {
  return tabs.snapshot().tabs.map(tab => [tab.session, tab.state.type]);
}

function openIn(tabs: TerminalTabs, ...sessions: readonly string[]): void {
  for (const id of sessions) {
    tabs.open(target);
    const { activeId = '' } = tabs.snapshot();
    tabs.update(activeId, { session: id });
  }
}

const other = 'qrstuvwxyzabcdef';

test('after a reload what was open comes back and is in front again; what had ended does not', async () => {
  const browser = new FakeBrowser();
  const before = await browser.open();
  openIn(before.tabs, session, other, 'ended-0123456789');
  before.tabs.open({ ...target, container: 'not yet started' });
  const [first, , third] = before.tabs.snapshot().tabs;
  before.tabs.update(third?.id ?? '', {
    state: { type: 'ended', ending: { type: 'closed', reason: 'no-session' } },
  });
  before.tabs.activate(first?.id);
  before.die();
  const { tabs } = await browser.open(before.sessionStorage);
  assert.deepEqual(shown(tabs), [
    [session, 'connecting'],
    [other, 'connecting'],
  ]);
  assert.equal(tabs.snapshot().activeId, tabs.snapshot().tabs[0]?.id);
});

test('a browser that was started again brings back what all its pages had open, once', async () => {
  const browser = new FakeBrowser();
  const pages = [await browser.open(), await browser.open()];
  openIn(pages[0]?.tabs ?? new TerminalTabs(), session);
  openIn(pages[1]?.tabs ?? new TerminalTabs(), other);
  for (const { die } of pages) die();
  const first = await browser.open();
  assert.deepEqual(shown(first.tabs).toSorted(), [
    [session, 'connecting'],
    [other, 'connecting'],
  ]);
  assert.deepEqual(shown((await browser.open()).tabs), []);
});

test('a second page starts empty while the first lives; a duplicate joins, and each keeps its own', async () => {
  const browser = new FakeBrowser();
  const first = await browser.open();
  openIn(first.tabs, session);
  assert.deepEqual(shown((await browser.open()).tabs), []);
  const twin = await browser.open(first.sessionStorage.copy());
  assert.deepEqual(shown(twin.tabs), [[session, 'connecting']]);
  openIn(twin.tabs, other);
  first.die();
  const again = await browser.open(first.sessionStorage);
  assert.deepEqual(shown(again.tabs), [[session, 'connecting']]);
});

test('where nobody can tell who lives, a page keeps its own', async () => {
  const sessionStorage = new FakeStorage();
  const localStorage = new FakeStorage();
  const memory = { sessionStorage, localStorage, locks: undefined };
  const before = new TerminalTabs();
  await keepTabs(before, memory);
  openIn(before, session);
  const after = new TerminalTabs();
  await keepTabs(after, memory);
  assert.deepEqual(shown(after), [[session, 'connecting']]);
  assert.equal(localStorage.length, 0);
});

for (const text of [
  '',
  'nonsense',
  '{}',
  'null',
  '{"tabs":3,"keptAt":1e15}',
  '{"tabs":[null,{},{"session":"x"},{"session":"abcdefghijklmnop"}],"keptAt":1e15}',
  `{"tabs":[{"session":"${session}","target":{"context":"c","namespace":"n","pod":"p","container":"a"}}],"keptAt":1}`,
])
  test(`what can't be read, or is from another time, is nothing: ${text}`, async () => {
    const browser = new FakeBrowser();
    browser.localStorage.setItem('podbay.page.gone', text);
    assert.deepEqual(shown((await browser.open()).tabs), []);
  });
