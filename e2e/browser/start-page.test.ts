import assert from 'node:assert/strict';
import type { BrowserContext, Page } from 'playwright-core';
import { browserTests } from './browser-test.ts';
import { until } from './until.ts';

const browserTest = browserTests();
/** What may be loaded before anybody has done anything, in bytes that are sent. */
const maxStartBytes = 280_000;
const terminalChunk = /\/workspace-[^/]*\.js$/;

/** The addresses of the scripts that a page has loaded. */
async function scripts(page: Page): Promise<readonly string[]> {
  const urls = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  return urls.filter(url => url.endsWith('.js'));
}

/** How much is sent for a file to who takes gzip. */
async function sentBytes({ request }: BrowserContext, url: string): Promise<number> {
  const answer = await request.get(url, { headers: { 'accept-encoding': 'gzip' } });
  return Number(answer.headers()['content-length'] ?? assert.fail(`${url} has no length`));
}

browserTest('little is loaded before anything is done, and the terminal when one is near', async visit => {
  const { page, context, ui } = visit;
  // What comes last of what is fetched unasked.
  for (const chunk of [/\/palette-/, /\/shortcuts-dialog-/])
    await until(async () => (await scripts(page)).some(url => chunk.test(url)) || `no ${chunk}`);
  const atStart = await scripts(page);
  assert.deepEqual(
    atStart.filter(url => terminalChunk.test(url)),
    [],
  );
  const sizes = await Promise.all(
    atStart.map(async url => [new URL(url).pathname, await sentBytes(context, url)]),
  );
  const sum = sizes.reduce((bytes, [, size]) => bytes + Number(size), 0);
  assert.ok(sum > 50_000 && sum <= maxStartBytes, `${sum} bytes: ${JSON.stringify(sizes)}`);
  await ui.row(/./).first().hover();
  await until(async () => (await scripts(page)).some(url => terminalChunk.test(url)) || 'no terminal');
});
