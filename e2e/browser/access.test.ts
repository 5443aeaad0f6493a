import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { axeViolations } from './axe.ts';
import { browserTests, type Visit } from './browser-test.ts';
import { places } from './places.ts';

const browserTest = browserTests();

/** Brings the page into a state, and out of it again. */
interface PageState {
  readonly name: string;
  readonly enter: (visit: Visit) => Promise<void>;
  readonly leave?: (visit: Visit) => Promise<void>;
}

async function leaveByEscape({ page }: Visit): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('.popup').waitFor({ state: 'detached' });
}

// By class and test id: the names are of two languages.
const states: readonly PageState[] = [
  { name: 'the list', enter: async ({ page }) => page.getByRole('treeitem').first().waitFor() },
  {
    name: 'the palette',
    enter: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
    },
    leave: leaveByEscape,
  },
  {
    name: 'the palette without a match',
    enter: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.locator('.palette-input').fill('zzzzqqqq');
      await page.locator('.palette-empty strong').waitFor();
    },
    leave: leaveByEscape,
  },
  {
    name: 'the shortcuts',
    enter: async ({ page }) => {
      await page.keyboard.press('?');
      await page.locator('.shortcuts').waitFor();
    },
    leave: leaveByEscape,
  },
  {
    name: 'the menu of a line',
    enter: async ({ page }) => {
      await page.getByRole('treeitem').first().click({ button: 'right' });
      await page.getByRole('menuitem').first().waitFor();
    },
    leave: leaveByEscape,
  },
  {
    name: 'a picker',
    enter: async ({ page }) => {
      await page.getByRole('combobox').first().click();
      await page.getByRole('option').first().waitFor();
    },
    leave: leaveByEscape,
  },
  {
    name: 'a filter without a match',
    enter: async ({ page }) => {
      await page.locator('.filter input').fill('no such pod');
      await page.locator('.blank').waitFor();
    },
    leave: async ({ page }) => page.keyboard.press('Escape'),
  },
  {
    name: 'the workloads',
    enter: async ({ page }) => {
      await page.locator('.view-choice').last().click();
      await page.locator('[data-type="workload"]').first().click();
    },
  },
  {
    name: 'a terminal',
    enter: async ({ ui, page }) => {
      await ui.follow(places.cache);
      await page.locator('.xterm-rows', { hasText: /[$#]/ }).waitFor();
    },
  },
  {
    name: 'the sessions',
    enter: async ({ page }) => {
      await page.getByTestId('sessions').click();
      await page.locator('.session-row').first().waitFor();
    },
    leave: leaveByEscape,
  },
  {
    name: 'a refusal',
    enter: async ({ ui, page }) => {
      await ui.follow({ ...places.cache, pod: 'nobody' });
      await page.locator('.refusal').waitFor();
    },
  },
  {
    name: 'the login',
    enter: async ({ context, page }) => {
      await context.clearCookies();
      await page.evaluate(() => document.querySelector<HTMLElement>('[data-testid="sessions"]')?.click());
      await page.locator('.page-card').waitFor();
    },
  },
];

const looks = [
  { language: 'en', colorScheme: 'light' },
  { language: 'zh-CN', colorScheme: 'dark' },
] as const;

for (const { language, colorScheme } of looks)
  browserTest(
    `axe-core finds nothing in any state of the page, ${language}, ${colorScheme}`,
    async visit => {
      const { page, context, ui } = visit;
      await page.evaluate(chosen => localStorage.setItem('podbay.language', chosen), language);
      await page.reload();
      const found: string[] = [];
      const cookies = await context.cookies();
      for (const { name, enter, leave } of states) {
        await enter(visit);
        found.push(...(await axeViolations(page)).map(violation => `${name}: ${violation}`));
        await leave?.(visit);
      }
      await context.addCookies(cookies);
      await page.evaluate(() => localStorage.setItem('podbay.language', 'en'));
      await page.reload();
      await ui.tabs.nth(1).waitFor();
      assert.deepEqual(found, []);
    },
    { colorScheme, expectedReports: /40[14]/ },
  );

async function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
  });
}

browserTest('Tab goes through the page from top to bottom', async ({ page }) => {
  const order: string[] = [];
  for (let i = 0; i < 13; i++) {
    await page.keyboard.press('Tab');
    order.push(await focusedName(page));
  }
  assert.deepEqual(order, [
    'Go to the pods',
    'Go to the terminals',
    'Hide pods',
    'Context: demo',
    'Namespace: All namespaces',
    'Find…Ctrl+K',
    '0 running sessions',
    'Account: local',
    'Settings',
    'Filter pods',
    'Pods',
    'Pods',
    'Width of the pod list',
  ]);
});

browserTest('without a mouse: the way past the top bar, into a terminal, and out again', async visit => {
  const { page, ui } = visit;
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await focusedName(page), 'Pods');
  await page.keyboard.press('/');
  await page.keyboard.type(places.cache.pod);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  const terminal = ui.terminal(places.cache);
  await terminal.isReady();
  await page.keyboard.type('echo typed at once');
  await terminal.shows('echo typed at once');
  await page.keyboard.press('Shift+Escape');
  assert.notEqual(await focusedName(page), 'Terminal input');
});

browserTest('the shortcuts are listed, and those that shells need are left to them', async visit => {
  const { page, ui } = visit;
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Shortcuts' });
  await list.getByText('Find a container or a command').waitFor();
  await list.getByText('Filter the pods').waitFor();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  const terminal = await ui.open(places.toolbox);
  await page.keyboard.press('Control+Shift+?');
  await list.getByText('Larger text').waitFor();
  const lines = await list.locator('.shortcuts-line').evaluateAll(found =>
    found.map(line => ({
      name: line.querySelector('dt')?.textContent,
      keys: [...line.querySelectorAll('.keys')].map(keys =>
        [...keys.children].map(key => key.textContent).join('+'),
      ),
    })),
  );
  assert.deepEqual(lines.find(({ name }) => name === 'Larger text')?.keys, ['Ctrl++']);
  // What acts only on a line or a tab stands for itself; of the others none does two things.
  const combined = lines.flatMap(({ keys }) => keys).filter(keys => /^(Ctrl|Alt)\+/.test(keys));
  assert.ok(combined.length > 20);
  assert.deepEqual(combined.toSorted(), [...new Set(combined)].toSorted());
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  await terminal.type('echo one two');
  await terminal.press('Control+a');
  // Cuts the rest of the line, and pastes it twice: Ctrl+K is the shell's.
  await terminal.press('Control+k');
  await terminal.press('Control+y');
  await terminal.press('Control+y');
  await terminal.shows('echo one twoecho one two');
  await terminal.press('Control+c');
  assert.equal(await page.getByRole('dialog').count(), 0);
  await terminal.press('Control+Shift+K');
  await page.getByRole('dialog', { name: 'Find a container or a command' }).waitFor();
  await page.keyboard.press('Escape');
});

browserTest('the language is changed without a reload, dates and numbers, too', async ({ page, ui }) => {
  await page.evaluate(() => document.body.setAttribute('data-loaded', 'once'));
  const age = ui.row(/^playground in default, Running/).locator('.pod-facts');
  assert.match((await age.textContent()) ?? '', /\dd$/);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark', exact: true }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await page.keyboard.press('Escape');
  await page.getByText(/^\d+ 个 Pod$/).waitFor();
  await page.locator('.pod-facts', { hasText: /\d天/ }).first().waitFor();
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  assert.equal(await page.getAttribute('body', 'data-loaded'), 'once');
  await page.reload();
  await page.getByRole('treeitem').first().waitFor();
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [red = 255] = background.match(/\d+/g)?.map(Number) ?? [];
  assert.ok(red < 60, background);
});
