import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Me } from '@podbay/protocol';
import type { Browser, Page } from 'playwright-core';
import { newContext } from './browser-context.ts';
import { launchChromium } from './chromium.ts';
import { LoginStack, type LoginStackOptions, proxySecret } from './login-stack.ts';
import { PodbayPage } from './podbay-page.ts';
import { until } from './until.ts';

const place = { namespace: 'shop', pod: 'db-0', container: 'postgres' };
const deadlineMs = 90_000;
let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser?.close());

/** Runs `body` in a new browser before the login page of a new stack. */
async function visit(options: LoginStackOptions, body: (stack: LoginStack, page: Page) => Promise<void>) {
  await using stack = await LoginStack.start(options);
  const context = await newContext(browser, {});
  try {
    const page = await context.newPage();
    await page.goto(`${stack.origin}/`);
    await body(stack, page);
  } catch (error) {
    const [page] = context.pages();
    throw new Error(`${error}\n\n${await page?.locator('body').ariaSnapshot()}\n${stack.log.join('')}`, {
      cause: error,
    });
  } finally {
    await context.close();
  }
}

async function whoAmI(page: Page): Promise<Me> {
  return await page.evaluate(async () => (await fetch('/api/v1/me')).json());
}

async function logInAtProvider(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Log in with Example SSO' }).click();
  const field = page.getByRole('textbox', { name: 'Name' });
  await field.fill(name);
  await page.getByRole('button', { name: 'Go on' }).click();
}

const pasted = 'a pasted token: refused in words, a terminal, a login that is over, the same terminal, out';
test(pasted, { timeout: deadlineMs }, () =>
  visit({}, async (stack, page) => {
    const paste = async (token: string) => {
      await page.getByRole('textbox', { name: 'Kubernetes token' }).fill(token);
      await page.getByRole('button', { name: 'Log in', exact: true }).click();
    };
    await paste(stack.demo.users.expired);
    await page.getByRole('alert').getByText('The cluster does not accept this token').waitFor();
    await paste(stack.demo.users.dev);
    const ui = new PodbayPage(page);
    await ui.tree.waitFor();
    const { user, way, canLogOut } = await whoAmI(page);
    assert.deepEqual({ user, way, canLogOut }, { user: 'dev', way: 'token', canLogOut: true });
    const terminal = await ui.open(place);
    await terminal.complete('kept=yes');
    const over = page.getByRole('heading', { name: 'Your login is over.' });
    stack.logins.endAll('expired');
    await over.waitFor();
    await paste(stack.demo.users.dev);
    await over.waitFor({ state: 'detached' });
    await terminal.says('Connected');
    await terminal.complete('echo "still $kept"');
    await terminal.shows('still yes');
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    const all = [kept, page.url(), stack.log.join('')].join('\n');
    assert.ok(!all.includes(stack.demo.users.dev), 'the token is nowhere but in the gateway');
    await page.getByRole('button', { name: 'Account: dev' }).click();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'You are not logged in.' }).waitFor();
    await until(async () => stack.gateway.sessionCount === 0 || 'a session is left');
  }),
);

const typed = 'who may not list namespaces types one, sees its pods, and has a terminal';
test(typed, { timeout: deadlineMs }, () =>
  visit({}, async (stack, page) => {
    await page.getByRole('textbox', { name: 'Kubernetes token' }).fill(stack.demo.users['no-namespaces']);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    const picker = page.getByRole('combobox', { name: /^Namespace/ });
    await picker.click();
    await page.getByRole('combobox', { name: 'Namespace', exact: true }).fill('payments');
    await page.getByRole('option', { name: /payments/ }).click();
    const ui = new PodbayPage(page);
    const row = ui.row(/^ledger-\S+ in payments, Running/).first();
    await row.waitFor();
    await row.dblclick();
    const terminal = ui.terminal();
    await terminal.isReady();
    await terminal.complete('echo typed it');
    await ui.closeAllTabs();
  }),
);

const hidden = 'who may not list pods any more is told so, and sees none of them';
test(hidden, { timeout: deadlineMs }, () =>
  visit({ checkMs: 500 }, async (stack, page) => {
    await page.getByRole('textbox', { name: 'Kubernetes token' }).fill(stack.demo.users.viewer);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    const ui = new PodbayPage(page);
    await ui.row(/^playground in default/).waitFor();
    await stack.cluster.client.delete('/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/viewers');
    await page.getByText('no permission to list').waitFor();
    assert.equal(await ui.row(/ in default/).count(), 0);
  }),
);

const renewed = 'at a provider: denied, in, a terminal with a token that is renewed, and taken back';
test(renewed, { timeout: deadlineMs }, () =>
  visit({ idTokenSeconds: 6 }, async (stack, page) => {
    await logInAtProvider(page, 'stranger');
    await page.getByRole('alert').getByText('The provider did not let you in.').waitFor();
    assert.equal(new URL(page.url()).search, '');
    await logInAtProvider(page, 'dev');
    const ui = new PodbayPage(page);
    await ui.tree.waitFor();
    assert.equal(page.url(), `${stack.origin}/`);
    assert.deepEqual(await whoAmI(page), {
      user: 'dev',
      groups: ['podbay:staff'],
      way: 'oidc',
      canLogOut: true,
    });
    const terminal = await ui.open(place);
    await sleep(7000);
    await terminal.complete('echo after the first token');
    stack.issuer.disabled.add('dev');
    await page.getByRole('heading', { name: 'Your login is over.' }).waitFor();
    await until(async () => stack.gateway.sessionCount === 0 || 'a session is left');
  }),
);

for (const userInfo of [true, false]) {
  const asked = userInfo ? 'UserInfo says so' : 'the provider renews no token';
  const disabled = `who is disabled at the provider is out within the time of the checks, with all terminals: ${asked}`;
  test(disabled, { timeout: deadlineMs }, () =>
    visit({ checkMs: 500, userInfo }, async (stack, page) => {
      await logInAtProvider(page, 'dev');
      const ui = new PodbayPage(page);
      await ui.tree.waitFor();
      await (await ui.open(place)).complete('echo still there');
      await sleep(1500);
      assert.equal(stack.gateway.sessionCount, 1, 'who is known stays');
      stack.issuer.disabled.add('dev');
      await page.getByRole('heading', { name: 'Your login is over.' }).waitFor();
      await until(async () => stack.gateway.sessionCount === 0 || 'a session is left');
    }),
  );
}

const impersonated = 'by a proxy; then impersonated after a login at a provider, and out there, too';
test(impersonated, { timeout: deadlineMs }, () =>
  visit({ acting: 'impersonate' }, async (stack, page) => {
    const context = page.context();
    const names = { 'X-Forwarded-User': 'dev', 'X-Forwarded-Groups': 'podbay:staff' };
    await context.setExtraHTTPHeaders({ ...names, 'X-Podbay-Proxy-Secret': proxySecret });
    await page.reload();
    const ui = new PodbayPage(page);
    await ui.tree.waitFor();
    assert.deepEqual(await whoAmI(page), {
      user: 'dev',
      groups: ['podbay:staff'],
      way: 'proxy',
      canLogOut: false,
    });
    await (await ui.open(place)).complete('echo by proxy');
    await context.setExtraHTTPHeaders(names);
    const answer = await page.goto(`${stack.origin}/?again`);
    assert.equal(answer?.status(), 403);
    await page.getByText('must send the proxy').waitFor();
    await context.setExtraHTTPHeaders({});
    await page.goto(`${stack.origin}/`);
    await logInAtProvider(page, 'viewer');
    await ui.tree.waitFor();
    assert.deepEqual((await whoAmI(page)).groups, ['podbay:staff'], 'nobody says who is of system:masters');
    await page.getByRole('button', { name: 'Account: viewer' }).click();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL(url => url.origin === stack.issuer.url && url.pathname === '/session/end');
    assert.ok(!page.url().includes('id_token'), 'no token in an address');
  }),
);
