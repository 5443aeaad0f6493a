import assert from 'node:assert/strict';
import { browserTests } from './browser-test.ts';

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
