import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';

const browserTest = browserTests();

browserTest(
  'another site’s page gets no WebSocket and no answer, though the browser sends the cookie',
  async ({ context, stack }) => {
    const elsewhere = createServer((_request, response) =>
      response.end('<!doctype html><title>other</title>'),
    );
    await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    const query = new URLSearchParams({ context: 'demo', ...places.cache });
    const outcome = await page.evaluate(
      async url => {
        const socket = new WebSocket(url, 'podbay.v1');
        return await new Promise(resolve => {
          socket.onopen = () => resolve('opened');
          socket.onclose = () => resolve('refused');
        });
      },
      `${stack.origin.replace('http', 'ws')}/api/v1/attach?${query}`,
    );
    assert.equal(outcome, 'refused');
    const read = await page.evaluate(
      url =>
        fetch(url, { credentials: 'include' }).then(
          answer => answer.text(),
          () => 'refused',
        ),
      `${stack.origin}/api/v1/contexts`,
    );
    assert.equal(read, 'refused');
    assert.equal(stack.gateway.sessionCount, 0);
    await page.close();
    elsewhere.close();
    elsewhere.closeAllConnections();
  },
  { expectedReports: /^request to |WebSocket connection|CORS|Failed to load resource/ },
);

browserTest(
  'the cookie is out of the reach of scripts and of other sites',
  async ({ context, page, stack }) => {
    const [cookie, ...more] = await context.cookies(stack.origin);
    assert.equal(more.length, 0);
    assert.deepEqual(
      { httpOnly: cookie?.httpOnly, sameSite: cookie?.sameSite, path: cookie?.path },
      { httpOnly: true, sameSite: 'Strict', path: '/' },
    );
    assert.equal(await page.evaluate(() => document.cookie), '');
  },
);

browserTest(
  'scripts that the page did not come with do not run',
  async ({ page }) => {
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.body.dataset.injected = "yes"';
      document.body.append(script);
      return document.body.dataset.injected ?? 'no';
    });
    assert.equal(ran, 'no');
  },
  { expectedReports: /Content Security Policy/ },
);

browserTest(
  'no other page may frame this one, and nobody stores what it shows',
  async ({ stack, context }) => {
    const answer = await context.request.get(`${stack.origin}/`);
    const headers = answer.headers();
    assert.match(headers['content-security-policy'] ?? '', /default-src 'none'.*frame-ancestors 'none'/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
  },
);

browserTest('a name that someone points at this machine is refused', async ({ stack, context }) => {
  const [cookie] = await context.cookies(stack.origin);
  const headers = { host: 'attacker.example', cookie: `${cookie?.name}=${cookie?.value}` };
  const [answer] = (await once(get(`${stack.origin}/api/v1/contexts`, { headers }), 'response')) as [
    IncomingMessage,
  ];
  answer.resume();
  assert.equal(answer.statusCode, 403);
});

browserTest('what a container prints is text, never markup or a link that runs', async ({ ui, page }) => {
  const terminal = await ui.open(places.db);
  await terminal.complete(`clear; echo '<img src=x onerror=document.title=1>'`);
  await terminal.shows(/^<img src=x onerror=document.title=1>$/m);
  await terminal.complete(`printf '\\033]8;;javascript:document.title=2\\007click\\033]8;;\\007\\n'`);
  await terminal.root.getByText('click', { exact: true }).first().click({ force: true });
  assert.ok(!['1', '2'].includes(await page.title()), await page.title());
});

browserTest(
  'styles that something puts into the page are not taken; those of the terminal are',
  async ({ page, ui }) => {
    const terminal = await ui.open(places.toolbox);
    await terminal.run("printf '\\033[38;2;255;100;0morange\\033[0m \\033[31mred\\033[0m\\n'");
    await terminal.shows(/^orange red$/m);
    const { put, own, colours } = await page.evaluate(() => {
      const holder = document.createElement('div');
      holder.innerHTML = '<style>body { visibility: hidden }</style><b style="position: fixed">over all</b>';
      document.body.append(holder);
      const put = [
        getComputedStyle(document.body).visibility,
        getComputedStyle(holder.lastChild as Element).position,
      ];
      holder.remove();
      const own = [...document.querySelectorAll('style')].map(({ sheet }) => sheet?.cssRules.length ?? 0);
      const coloured = [...document.querySelectorAll('.xterm-rows span')].filter(({ textContent }) =>
        ['orange', 'red'].includes(textContent),
      );
      return { put, own, colours: coloured.map(cell => getComputedStyle(cell).color) };
    });
    assert.deepEqual(put, ['visible', 'static']);
    assert.ok(own.length > 0 && own.every(rules => rules > 0), own.join());
    // The contrast is kept, so that they are darker.
    for (const colour of colours) assert.match(colour, /^rgb\((1\d\d|2\d\d), \d\d, /, colours.join());
    assert.equal(new Set(colours).size, 2, 'one for itself, one by a sheet');
    await terminal.run('clear');
  },
  { expectedReports: /Applying inline style violates/ },
);
