import assert from 'node:assert/strict';
import { newContext } from './browser-context.ts';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';
import { PodbayPage } from './podbay-page.ts';
import { until } from './until.ts';

const browserTest = browserTests();

browserTest('the printed link logs in, once', async ({ stack, page, ui, context }) => {
  assert.equal(new URL(page.url()).search, '', 'the token is not left in the address');
  const link = stack.newLink();
  const second = await context.browser()?.newContext();
  assert.ok(second);
  const other = await second.newPage();
  await other.goto(link);
  await other.getByRole('tree', { name: 'Pods' }).waitFor();
  await second.close();

  const third = await context.browser()?.newContext();
  assert.ok(third);
  const late = await third.newPage();
  const answer = await late.goto(link);
  assert.equal(answer?.status(), 401);
  await late.getByRole('heading', { name: 'This link has been used.' }).waitFor();
  await late.getByText('Open the new one that podbay printed in your terminal.').waitFor();
  assert.equal(stack.printedLinks.length, 1);
  await late.goto(stack.printedLinks[0] ?? '');
  await late.getByRole('tree', { name: 'Pods' }).waitFor();
  await third.close();

  // Whoever is logged in may open a used link again.
  await page.goto(link);
  await ui.tree.waitFor();
});

browserTest('somebody without a login sees how to get in, and no pods', async ({ stack, context }) => {
  const stranger = await context.browser()?.newContext();
  assert.ok(stranger);
  const page = await stranger.newPage();
  const answer = await page.goto(`${stack.origin}/`);
  assert.equal(answer?.status(), 401);
  await page.getByRole('heading', { name: 'You are not logged in.' }).waitFor();
  assert.equal((await stranger.request.get(`${stack.origin}/api/v1/contexts`)).status(), 401);
  await stranger.close();
});

browserTest(
  'who logs out has ended it in the gateway, and what they had open',
  async ({ stack, context }) => {
    const browser = context.browser();
    assert.ok(browser);
    const own = await newContext(browser, {});
    const page = await own.newPage();
    const ui = new PodbayPage(page);
    await page.goto(stack.newLink());
    await ui.tree.waitFor();
    const terminal = await ui.open(places.toolbox);
    await terminal.complete('echo here');
    const [cookie] = await own.cookies();
    await page.getByRole('button', { name: 'Account: local' }).click();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'You are not logged in.' }).waitFor();
    await until(async () => stack.gateway.sessionCount === 0 || 'a session is left');
    assert.deepEqual(await own.cookies(), []);
    const stolen = { Cookie: `${cookie?.name}=${cookie?.value}` };
    const answer = await fetch(`${stack.origin}/api/v1/me`, { headers: stolen });
    assert.equal(answer.status, 401, 'a copy of the cookie is no use');

    await page.goto(stack.newLink());
    await ui.tree.waitFor();
    await own.close();
  },
);
