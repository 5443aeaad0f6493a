import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';
import { until } from './until.ts';

const browserTest = browserTests();
const permissions = ['clipboard-read', 'clipboard-write'];

async function clipboard(page: Page): Promise<string> {
  return await page.evaluate(() => navigator.clipboard.readText());
}

async function copies(page: Page, expected: string): Promise<void> {
  await until(async () => {
    const text = await clipboard(page);
    return text === expected || `the clipboard holds ${JSON.stringify(text)}`;
  });
}

browserTest(
  'text is found in all that was put out, counted, marked and gone through',
  async ({ ui, page }) => {
    const terminal = await ui.open(places.db);
    await terminal.complete('clear; echo Foo foobar foo_ foo; seq 100 299; echo 12345 日本語');
    await terminal.press('Control+Shift+F');
    const bar = page.getByRole('search', { name: 'Find in the terminal' });
    const input = bar.getByRole('textbox');
    const result = bar.getByRole('status');
    const says = async (text: string) => await result.getByText(text, { exact: true }).waitFor();
    await input.fill('foo');
    await says('4 of 4');
    await terminal.shows('Foo foobar foo_ foo');
    await input.press('Enter');
    await says('1 of 4');
    await input.press('Shift+Enter');
    await says('4 of 4');
    await bar.getByRole('button', { name: 'Match case' }).click();
    await says('3 of 3');
    await bar.getByRole('button', { name: 'Whole words' }).click();
    await says('1 of 1');
    await bar.getByRole('button', { name: 'Match case' }).click();
    await says('2 of 2');
    await bar.getByRole('button', { name: 'Whole words' }).click();
    await bar.getByRole('button', { name: 'Regular expression' }).click();
    await input.fill('^\\d{5} \\S+');
    await says('1 of 1');
    await input.fill('1(');
    await result.getByText(/^No regular expression: /).waitFor();
    assert.equal(await input.getAttribute('aria-invalid'), 'true');
    await input.fill('nothing like that');
    await says('Not found');
    await input.fill('1\\d\\d$');
    await says('100 of 100');
    await terminal.root.locator('.xterm-decoration').nth(10).waitFor({ state: 'attached' });
    await terminal.root.locator('.xterm-decoration-overview-ruler').waitFor();
    await input.press('Escape');
    await bar.waitFor({ state: 'detached' });
    assert.equal(await terminal.root.locator('.xterm-decoration').count(), 0);
    await page.keyboard.type('echo back in $((40 + 2)) shell\n');
    await terminal.shows(/^back in 42 shell$/m);
  },
);

browserTest(
  'the menu copies, selects, saves, clears and leaves programs and the browser their clicks',
  async ({ ui, page }) => {
    const terminal = await ui.open(places.db);
    await terminal.complete('clear; seq 1 200; echo the last line');
    const screen = terminal.root.locator('.xterm-screen');
    const menu = page.getByRole('menu', { name: 'Terminal' });
    const choose = async (name: string) => {
      await screen.click({ button: 'right', position: { x: 150, y: 150 } });
      await menu.getByRole('menuitem', { name }).click();
      await menu.waitFor({ state: 'detached' });
    };
    await screen.click({ button: 'right', position: { x: 150, y: 150 } });
    assert.equal(await menu.getByRole('menuitem', { name: 'Copy' }).getAttribute('aria-disabled'), 'true');
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    await choose('Select all');
    await choose('Copy');
    await until(async () => (await clipboard(page)).includes('the last line') || 'nothing is copied');
    assert.match(await clipboard(page), /^1\n2\n3\n[\s\S]*\n200\nthe last line\n/m);
    const download = page.waitForEvent('download');
    await choose('Save as text');
    const file = await download;
    assert.match(file.suggestedFilename(), /^db-0-postgres-\d{4}(-\d\d){5}\.txt$/);
    assert.match(await readFile(await file.path(), 'utf8'), /\n199\n200\nthe last line\n/);
    await choose('Clear');
    await until(async () => !(await terminal.text()).includes('the last line') || 'still there');
    await page.keyboard.type('echo pasted: ');
    await page.evaluate(() => navigator.clipboard.writeText('from the menu'));
    await choose('Paste');
    await page.keyboard.press('Enter');
    await terminal.shows(/^pasted: from the menu$/m);
    await screen.click({ button: 'right', modifiers: ['Shift'], position: { x: 150, y: 150 } });
    await terminal.complete(`stty -echo -icanon; printf '\\033[?1000h\\033[?1006h'`);
    await terminal.run('clear; cat -v');
    await screen.click({ button: 'right', position: { x: 3, y: 3 } });
    await terminal.shows('^[[<2;1;1M^[[<2;1;1m');
    assert.equal(await menu.count(), 0);
    await screen.click({ button: 'right', modifiers: ['Shift'], position: { x: 150, y: 150 } });
    await menu.waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+c');
  },
  { permissions },
);

browserTest('what would run at once or is large is looked at before it is pasted', async ({ ui, page }) => {
  const terminal = await ui.open(places.toolbox);
  const dialog = page.getByRole('alertdialog');
  await terminal.run(`stty -echo; printf '\\033[?2004l%s\\n' "o""ff"; cat -v`);
  await terminal.shows(/^off$/m);
  await terminal.paste('one\ntwo \u001b[31m\n');
  await dialog.getByText('14 bytes, 2 lines').waitFor();
  assert.equal(await dialog.locator('pre').textContent(), 'one\ntwo ␛[31m');
  await dialog.locator(':focus').waitFor();
  await page.keyboard.press('Enter'); // cancel is what has the focus
  await dialog.waitFor({ state: 'detached' });
  await terminal.paste('alone');
  await page.keyboard.press('Enter');
  await terminal.shows(/^alone$/m);
  assert.doesNotMatch(await terminal.text(), /^one$/m);
  await terminal.paste('one\ntwo \u001b[31m\n');
  await dialog.getByRole('checkbox').click();
  await dialog.getByRole('button', { name: 'Paste' }).click();
  await terminal.shows(/^one\ntwo {2}\[31m$/m);
  await terminal.paste('not asked\nagain\n');
  await terminal.shows(/^not asked\nagain$/m);
  const large = `${'x'.repeat(70)}\n`.repeat(100);
  await terminal.paste(large);
  await dialog.getByText('Paste that much?').waitFor();
  await dialog.getByText('and 92 more lines').waitFor();
  await dialog.locator(':focus').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+c');
});

browserTest(
  'programs copy, and are never told what the clipboard holds; each copy is said',
  async ({ ui, page, context }) => {
    const terminal = await ui.open(places.db);
    const notice = terminal.root.getByRole('status');
    await terminal.run(`printf '\\033]52;c;%s\\a' "$(printf 'héllo 日本' | base64)"`);
    await notice.getByText('The program copied 8 characters to the clipboard.').waitFor();
    await copies(page, 'héllo 日本');
    await terminal.complete(`clear; printf '\\033]52;c;?\\a'; read -t 1 -n 1 -s answer; echo "[$answer]"`);
    assert.match(await terminal.text(), /^\[\]$/m);
    await terminal.run(`printf '\\033]52;c;%s\\a' "$(head -c 1100000 /dev/zero | base64 -w0)"`);
    await notice.getByText(/^The program wanted to copy 1\.1 MB\. /).waitFor();
    await page.evaluate(() => navigator.clipboard.writeText('mine'));
    await page.reload();
    await ui.terminal().isReady();
    await terminal.complete('true');
    assert.equal(await clipboard(page), 'mine', 'what is shown again is not copied again');
    await context.clearPermissions();
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await terminal.run(`printf '\\033]52;c;%s\\a' "$(printf 'x' | base64)"`);
    await notice.getByText(/^The program wants to copy 1 character; /).waitFor();
    await notice.getByRole('button', { name: 'Copy' }).click();
    await notice.getByText(/^The browser doesn’t let this page copy\./).waitFor();
  },
  { permissions },
);

browserTest(
  'settings act at once on what is open, and are kept',
  async ({ ui, page }) => {
    const terminal = await ui.open(places.db);
    const rows = terminal.root.locator('.xterm-rows');
    const style = async () =>
      await rows.evaluate(element => {
        const { fontSize, fontFamily, letterSpacing } = getComputedStyle(element);
        return { fontSize, fontFamily, letterSpacing, count: element.children.length };
      });
    const before = await style();
    assert.equal(before.fontSize, '13px');
    await terminal.press('Control+=');
    await terminal.press('Control+=');
    await until(async () => (await style()).fontSize === '15px' || JSON.stringify(await style()));
    await until(async () => (await style()).count < before.count || 'as many rows as before');
    await terminal.press('Control+0');
    await until(async () => (await style()).fontSize === '13px' || JSON.stringify(await style()));
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('menuitem', { name: 'Settings…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByRole('combobox', { name: 'Font' }).fill('Liberation Mono');
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Size: Increase' }).click();
    await dialog.getByRole('radio', { name: 'Underline' }).click();
    await dialog.getByRole('switch', { name: 'Ligatures' }).click();
    await dialog.getByRole('switch', { name: 'Copy what is selected' }).click();
    await dialog.getByRole('switch', { name: 'Screen reader mode' }).click();
    await dialog.getByRole('combobox', { name: 'Theme' }).click();
    await page.getByRole('option', { name: 'Dark, high contrast' }).click();
    await dialog.getByRole('button', { name: 'Close settings' }).click();
    const check = async () => {
      const { fontSize, fontFamily } = await style();
      assert.equal(fontSize, '14px');
      assert.match(fontFamily, /^"Liberation Mono", /);
      assert.equal(await rows.evaluate(element => getComputedStyle(element).fontVariantLigatures), 'normal');
      const viewport = terminal.root.locator('.xterm-scrollable-element');
      assert.equal(
        await viewport.evaluate(element => getComputedStyle(element).backgroundColor),
        'rgb(0, 0, 0)',
      );
      await terminal.root.locator('.xterm-accessibility').waitFor({ state: 'attached' });
      assert.equal(await page.evaluate(() => document.documentElement.dataset.contrast), 'more');
    };
    await check();
    await page.reload();
    await terminal.isReady();
    await check();
    await terminal.complete('clear; echo doubleclicked');
    const box = await terminal.root.locator('.xterm-screen').boundingBox();
    assert.ok(box);
    await page.mouse.dblclick(box.x + 30, box.y + 5);
    await copies(page, 'doubleclicked');
    await page.evaluate(() => localStorage.setItem('podbay.terminal', '{"fontSizePx":"huge","bell":7'));
    await page.reload();
    await terminal.isReady();
    assert.equal((await style()).fontSize, '13px');
  },
  { permissions },
);

browserTest('the bell shows, and not again when the page is loaded again', async ({ ui, page }) => {
  const watch = async () =>
    await page.evaluate(() => {
      const host = document.querySelector<HTMLElement>('.terminal-host');
      if (host === null) throw new Error('no terminal');
      const count = () => {
        if (host.dataset.bell) Reflect.set(window, 'rung', Number(Reflect.get(window, 'rung') ?? 0) + 1);
      };
      new MutationObserver(count).observe(host, { attributeFilter: ['data-bell'] });
    });
  const rung = async () => await page.evaluate(() => Number(Reflect.get(window, 'rung') ?? 0));
  const terminal = await ui.open(places.db);
  await watch();
  await terminal.complete(`printf '\\a'`);
  assert.equal(await rung(), 1);
  await page.reload();
  await page.locator('.terminal-host').waitFor();
  await watch();
  await terminal.isReady();
  assert.equal(await rung(), 0);
});

browserTest(
  'Shift+Escape leaves the terminal, through all parts of the page and back',
  async ({ ui, page }) => {
    const terminal = await ui.open(places.db);
    const input = terminal.root.getByRole('textbox', { name: 'Terminal input' });
    assert.equal(
      await input.evaluate(element => element.ariaDescription),
      'Shift+Escape leaves the terminal.',
    );
    const part = async () =>
      await page.evaluate(() => {
        const element = document.activeElement;
        const part = element?.closest(
          '.status-line, [role="tab"], [role="tree"], .pod-panel, .top-bar, .terminal-host',
        );
        return part?.getAttribute('role') ?? part?.className;
      });
    const parts: (string | null | undefined)[] = [];
    for (let step = 0; step < 5; step++) {
      await page.keyboard.press('Shift+Escape');
      parts.push(await part());
    }
    assert.deepEqual(parts, ['status-line', 'tab', 'pod-panel', 'top-bar', 'terminal-host']);
    await terminal.run('echo still $((40 + 2)) here');
    await terminal.shows(/^still 42 here$/m);
  },
);

browserTest(
  'an ended terminal has no cursor, and offers a new one below its last line',
  async ({ ui, page }) => {
    const terminal = await ui.open(places.db);
    await terminal.run('clear; echo the end; exit 3');
    const again = terminal.root.getByRole('button', { name: 'Open again' });
    await again.waitFor();
    assert.equal(await terminal.root.locator('.xterm-cursor').count(), 0);
    const text = await terminal.root.locator('.xterm-rows > div', { hasText: /^exit$/ }).boundingBox();
    const button = await again.boundingBox();
    assert.ok(text && button);
    assert.ok(button.y >= text.y + text.height && button.y < text.y + 90, JSON.stringify({ text, button }));
    await page.keyboard.type('nobody reads this');
    assert.doesNotMatch(await terminal.text(), /nobody/);
    await again.click();
    await terminal.isReady();
  },
);
