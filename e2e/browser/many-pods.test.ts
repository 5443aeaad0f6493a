import assert from 'node:assert/strict';
import { browserTests } from './browser-test.ts';
import { floodPods } from './pod-flood.ts';
import { until } from './until.ts';

const browserTest = browserTests();

browserTest('5,000 pods that change all the time: the list stays where it is, and true', async visit => {
  const { ui, page } = visit;
  await floodPods(page, { pods: 5000, everyMs: 4 });
  await page.reload();
  await page.getByText('5,000 pods').waitFor();
  await ui
    .row(/^arrived-/)
    .nth(2)
    .waitFor();

  const scroll = page.locator('.pod-scroll');
  await scroll.evaluate(element => element.scrollTo(0, 100_000));
  await ui
    .row(/ in team-008,/)
    .first()
    .waitFor();
  // The third that is seen: what is drawn begins above the edge.
  const edge = (await scroll.boundingBox())?.y ?? 0;
  const seen = await ui
    .row(/^service-/)
    .evaluateAll(
      (rows, top) => rows.find(row => row.getBoundingClientRect().y > top)?.getAttribute('data-key') ?? '',
      edge,
    );
  const row = ui.tree.locator(`[data-key="${seen}"]`);
  const topOf = async () => (await row.boundingBox())?.y;
  const before = await topOf();
  assert.ok(before !== undefined);
  await until(async () => (await scroll.evaluate(element => element.scrollTop)) >= 100_000 + 5 * 46);
  assert.equal(await topOf(), before, 'what is seen stays where it is');
  assert.ok((await ui.row(/./).count()) < 100, 'only what is near is drawn');
  await ui
    .row(/^service-.*, [1-9] restarts?,/)
    .first()
    .waitFor();

  await ui.filter.fill('arrived-0000');
  await page.getByText(/^\d+ of 5,000$/).waitFor();
  await ui.row(/^arrived-000050 in team-000/).waitFor();
  assert.equal(await ui.row(/^service-/).count(), 0);
  await page.keyboard.press('Escape');
  await page.getByText('5,000 pods').waitFor();
  await page.getByRole('button', { name: 'Workloads' }).click();
  await ui
    .row(/^Deployment service-\d+ in team-000, \d+ pods?/)
    .first()
    .waitFor();
});
