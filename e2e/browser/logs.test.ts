import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { browserTests } from './browser-test.ts';
import { findPods } from './cluster-requests.ts';
import { places } from './places.ts';
import { until } from './until.ts';

const browserTest = browserTests();

browserTest(
  'a log is followed beside the shell, searched, saved, and comes back with the page',
  async ({ ui, page }) => {
    const terminal = await ui.open(places.toolbox);
    await page.keyboard.press('Control+Shift+L');
    const log = page.getByRole('region', { name: 'Log of playground / shell' });
    await log.getByText('Following').waitFor();
    await terminal.type('(printf "\\033[31m<b>red</b>\\n"; seq 1 3000) >/proc/1/fd/1');
    await page.keyboard.press('Enter');
    await log.getByText('3000', { exact: true }).waitFor();
    assert.ok((await log.locator('.log-row').count()) < 120, 'only what is in sight is part of the page');
    const field = log.getByRole('searchbox', { name: 'Find in the log' });
    await log.getByRole('button', { name: 'Regular expression' }).click();
    await field.fill('^29\\d\\d$');
    await log.getByText(/^0 of 100$/).waitFor();
    await field.press('Enter');
    await log.locator('mark[data-current]', { hasText: '2900' }).waitFor();
    await field.press('Shift+Enter');
    await log.getByText(/^100 of 100$/).waitFor();
    await field.fill('<b>red');
    await field.press('Enter');
    await log.locator('mark[data-current]').waitFor();
    assert.equal(await log.locator('.log-text b').count(), 0);
    await field.fill('(');
    await log.getByText(/Invalid regular expression/).waitFor();
    await field.fill('');
    const saved = page.waitForEvent('download');
    await log.getByRole('button', { name: 'Save as a file' }).click();
    assert.match(await readFile(await (await saved).path(), 'utf8'), /Z 2999\n\S+Z 3000\n$/);
    await log.getByRole('button', { name: 'Previous run' }).click();
    await log.getByText(/has not run before/).waitFor();
    await page.reload();
    await log.getByText('Following').waitFor();
    await log.getByText('3000', { exact: true }).waitFor();
    await page
      .getByRole('tab', { name: /, log$/ })
      .locator('.terminal-tab-close')
      .click();
    await until(async () => (await ui.tabs.count()) === 1);
  },
);

browserTest(
  'all containers of a pod in one log; what may not be seen is said in words',
  async ({ ui, page, stack }) => {
    const [pod] = await findPods(stack, 'shop', 'api-');
    const name = pod?.metadata?.name ?? '';
    await ui.filter.fill(name);
    await ui.row(new RegExp(`^${name} in shop`)).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Logs of the pod' }).click();
    const log = page.getByRole('region', { name: `Log of ${name}` });
    await log.locator('.log-source', { hasText: 'migrate' }).first().waitFor();
    await log.locator('.log-source', { hasText: 'api' }).first().waitFor();
    const times = async () => {
      await log.getByRole('button', { name: 'Times' }).click();
      return await log.locator('.log-time').allTextContents();
    };
    const seen = await times();
    assert.deepEqual(seen, seen.toSorted());
    await ui.filter.fill('CrashLoop');
    await ui
      .row(/CrashLoopBackOff/)
      .first()
      .click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Logs', exact: true }).click();
    const crashing = page.getByRole('region', { name: /^Log of / }).last();
    await crashing.locator('.log-row').first().waitFor();
    await crashing.getByRole('button', { name: 'Previous run' }).click();
    await crashing.getByText('The end of the log').waitFor();
  },
);

browserTest(
  '110,000 lines: the newest 100,000 are kept, scrolled through, searched and followed',
  async visit => {
    const { ui, page } = visit;
    const terminal = await ui.open(places.toolbox);
    await page.keyboard.press('Control+Shift+L');
    const log = page.getByRole('region', { name: 'Log of playground / shell' });
    await log.getByText('Following').waitFor();
    await terminal.run('(seq -f "line %.0f" 1 110000; echo "the ""end") >/proc/1/fd/1');
    await log.getByText('the end', { exact: true }).waitFor({ timeout: 60_000 });
    await log.getByText(/^100,\d{3} lines$/).waitFor();
    await log.getByText(/^\d{1,2},\d{3} older lines are not kept$/).waitFor();

    const follow = log.getByRole('button', { name: 'Follow' });
    const lines = log.getByRole('region', { name: 'Lines of the log' });
    await lines.evaluate(element => element.scrollTo(0, 0));
    const oldest = log.getByText(/^line (9|10)\d{3}$/).first();
    await oldest.waitFor();
    const before = await oldest.textContent();
    await until(async () => (await follow.getAttribute('aria-pressed')) === 'false');
    await terminal.run('echo "one ""more" >/proc/1/fd/1');
    await log.getByRole('button', { name: 'Regular expression' }).click();
    await log.getByRole('searchbox').fill('^line 109\\d{3}$|^one more$');
    await log.getByText('0 of 1,001').waitFor();
    assert.equal(await oldest.textContent(), before, 'it stays where it was');
    await log.getByRole('searchbox').press('Shift+Enter');
    await log.locator('mark[data-current]', { hasText: 'one more' }).waitFor();
    await log.getByRole('searchbox').press('Shift+Enter');
    await log.locator('mark[data-current]', { hasText: 'line 109999' }).waitFor();
    assert.ok((await log.locator('.log-row').count()) < 150, 'only what is near is drawn');
    await follow.click();
    await terminal.run('echo "and ""another" >/proc/1/fd/1');
    await log.getByText('and another', { exact: true }).waitFor();
  },
);
