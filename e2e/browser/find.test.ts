import assert from 'node:assert/strict';
import { browserTests } from './browser-test.ts';
import { deletePod } from './cluster-requests.ts';
import { places } from './places.ts';
import { until } from './until.ts';

const browserTest = browserTests();

browserTest('context, namespace, pod and container are picked with the mouse', async ({ ui }) => {
  await ui.pick('Context', 'demo-dev');
  await ui.pick('Namespace', 'shop');
  const pod = ui.row(/^api-\S+ in shop, Running/).first();
  const name = (await pod.locator('.pod-name').textContent()) ?? '';
  await ui.row(`log-shipper in ${name}, container, Running`).click();
  const terminal = ui.terminal({ pod: name, container: 'log-shipper' });
  await terminal.isReady();
  await terminal.run('hostname');
  await terminal.shows(new RegExp(`^${name}$`, 'm'));
  assert.match(ui.page.url(), new RegExp(`#/demo-dev/shop/${name}/log-shipper$`));
});

browserTest('a pod that is deleted disappears and its successor appears, without a reload', async visit => {
  const { ui, stack } = visit;
  await ui.pick('Namespace', 'shop');
  await ui.filter.fill('worker-');
  const workers = ui.row(/^worker-\S+ in shop, Running, 1 of 1 ready/);
  await workers.nth(1).waitFor();
  const [victim = '', witness = ''] = await workers.locator('.pod-name').allTextContents();
  await ui.page.evaluate(() => document.body.setAttribute('data-loaded', 'once'));
  await deletePod(stack, { namespace: 'shop', name: victim });
  await ui.row(new RegExp(`^${victim} `)).waitFor({ state: 'detached' });
  await workers.nth(1).waitFor();
  const names = await workers.locator('.pod-name').allTextContents();
  assert.equal(names.length, 2);
  assert.ok(names.includes(witness) && !names.includes(victim), names.join(', '));
  assert.equal(await ui.page.getAttribute('body', 'data-loaded'), 'once');
});

browserTest('with the keyboard alone: a slash, a filter, arrows and Enter lead to a prompt', async visit => {
  const { ui, page } = visit;
  await page.keyboard.press('/');
  await page.keyboard.type('running db-');
  await ui.row(/^db-1 in shop/).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const terminal = ui.terminal(places.db);
  await terminal.isReady();
  await page.keyboard.type('hostname');
  await page.keyboard.press('Enter');
  await terminal.shows(/^db-0$/m);
});

browserTest('a slash in a terminal is typed, not taken for the filter', async ({ ui, page }) => {
  const terminal = await ui.open(places.cache);
  await page.keyboard.type('echo /');
  await terminal.shows('echo /');
  assert.equal(await ui.filter.inputValue(), '');
});

browserTest(
  'the filter says when nothing matches, and Escape brings everything back',
  async ({ ui, page }) => {
    const all = await ui.row(/./).count();
    await ui.filter.fill('no such pod');
    await page.getByText('No pod, container, workload or state matches “no such pod”.').waitFor();
    await page.keyboard.press('Escape');
    await ui.row(/^playground /).waitFor();
    assert.equal(await ui.row(/./).count(), all);
  },
);

browserTest('the list tells states, readiness and restarts', async ({ ui }) => {
  await ui.pick('Namespace', 'payments');
  await ui
    .row(/^fraud-check-\S+ in payments, (CrashLoopBackOff|Error|Running), . of 1 ready, \d+ restarts, /)
    .waitFor();
  await ui.row(/^invoices-\S+ in payments, (ImagePullBackOff|ErrImagePull), 0 of 1 ready, /).waitFor();
  await ui.row(/^daily-report-\S+ in payments, Completed, 0 of 1 ready, /).waitFor();
});

browserTest('a link to a container opens it', async ({ ui, page, stack }) => {
  const { namespace, pod, container } = places.cache;
  await page.goto('about:blank');
  await page.goto(`${stack.origin}/#/demo/${namespace}/${pod}/${container}`);
  await ui.terminal(places.cache).isReady();
  assert.equal(await ui.tabs.count(), 1);
});

browserTest(
  'who may see one namespace alone is told so, and gets there',
  async ({ ui, page }) => {
    await ui.pick('Context', 'demo-no-namespaces');
    await page.getByRole('combobox', { name: 'Namespace: payments' }).waitFor();
    await ui
      .row(/^ledger-\S+ in payments, Running/)
      .first()
      .waitFor();
  },
  { expectedReports: /403/ },
);

browserTest('pods are found by their workload, in a tree that stays', async ({ ui, page }) => {
  await page.getByRole('button', { name: 'Workloads' }).click();
  const web = ui.row(/^Deployment web in shop, \d+ pods, \d+ ready$/);
  await web.waitFor();
  await ui.row(/^CronJob daily-report in payments, 1 pod/).waitFor();
  await ui.row(/^StatefulSet db in shop, 2 pods/).waitFor();
  await ui.row(/^DaemonSet log-agent in kube-system/).waitFor();
  assert.equal(await ui.row(/^db-0 /).count(), 0);
  await ui.row(/^StatefulSet db in shop/).click();
  await ui.row(/^db-0 in shop, Running/).click();
  await ui.terminal(places.db).isReady();
  await page.reload();
  await ui.row(/^StatefulSet db in shop/).waitFor();
  await ui.filter.fill('playground');
  await ui.row(/^playground in default/).waitFor();
});

browserTest('what was opened and what was pinned stands at the top, also after a reload', async visit => {
  const { ui, page } = visit;
  const playground = ui.row(/^playground in default/);
  await playground.focus();
  await playground.hover();
  await playground.locator('[data-action="pin"]').click();
  await ui.row(/^Pinned: playground \/ shell in default, Running$/).waitFor();
  await ui.open(places.cache);
  await ui.terminal(places.cache).root.hover();
  await ui.row(/^Recent: cache-0 \/ redis in shop, Running$/).waitFor();
  await page.reload();
  await ui.row(/^Recent: cache-0/).waitFor();
  await ui.row(/^Pinned, 1 container$/).click();
  assert.equal(await ui.row(/^Pinned: /).count(), 0, 'folded');
  await ui.row(/^Pinned, 1 container$/).click();
  await ui.row(/^Pinned: playground/).click();
  await ui.terminal(places.toolbox).isReady();
});

browserTest('a double click opens one terminal, and what is pointed at stays where it is', async visit => {
  const { ui, page } = visit;
  const row = ui.row(/^playground in default/);
  const before = await row.boundingBox();
  await row.dblclick({ delay: 60 });
  await ui.terminal(places.toolbox).isReady();
  await page.waitForTimeout(500);
  assert.deepEqual(await row.boundingBox(), before);
  assert.equal(await ui.tabs.count(), 1);
  await ui.terminal(places.toolbox).root.hover();
  await ui.row(/^Recent: playground/).waitFor();
});

browserTest(
  'a line offers its name, its link and its kubectl command',
  async ({ ui, page, context, stack }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await ui.filter.fill('cache-0');
    for (const [entry, expected] of [
      ['Copy name', 'cache-0'],
      ['Copy link', `${stack.origin}/#/demo/shop/cache-0/redis`],
      ['Copy kubectl command', 'kubectl --context demo -n shop exec -it cache-0 -c redis -- sh'],
    ] as const) {
      await ui.row(/^cache-0 in shop/).click({ button: 'right' });
      await page.getByRole('menuitem', { name: entry }).click();
      await page.getByText('Copied: ').waitFor();
      await until(async () => {
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        return copied === expected || copied;
      });
    }
  },
);

browserTest(
  'on a phone the list makes room for the terminal, and comes back after it',
  async ({ ui, page }) => {
    await ui.open(places.cache);
    assert.equal(await ui.tree.isVisible(), false);
    await page.getByRole('button', { name: 'Show pods' }).click();
    await ui.row(/^playground in default/).tap();
    await ui.terminal(places.toolbox).isReady();
    assert.equal(await ui.tree.isVisible(), false);
    await ui.closeAllTabs();
    await ui.tree.waitFor();
  },
  { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
);
