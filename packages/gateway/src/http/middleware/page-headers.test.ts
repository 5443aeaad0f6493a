import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Hono } from 'hono';
import { type PageHeadersOptions, pageHeaders } from './page-headers.ts';

async function headersOf(options: Partial<PageHeadersOptions> = {}): Promise<Headers> {
  const app = new Hono();
  app.use(pageHeaders({ frameAncestors: [], secure: false, ...options }));
  app.get('/', c => c.text('ok'));
  return (await app.request('/')).headers;
}

function policyOf(headers: Headers): ReadonlyMap<string, string> {
  const directives = (headers.get('content-security-policy') ?? '').split(';').map(text => text.trim());
  return new Map(directives.map(text => [text.split(' ', 1)[0] ?? '', text.slice(text.indexOf(' ') + 1)]));
}

test('nothing comes from elsewhere, and no script is part of a page', async () => {
  assert.deepEqual(
    policyOf(await headersOf()),
    new Map([
      ['default-src', "'none'"],
      ['script-src', "'self' 'wasm-unsafe-eval'"],
      ['style-src', "'self' 'unsafe-inline'"],
      ['img-src', "'self' data: blob:"],
      ['font-src', "'self'"],
      ['connect-src', "'self'"],
      ['manifest-src', "'self'"],
      ['worker-src', "'self' blob:"],
      ['base-uri', "'none'"],
      ['form-action', "'none'"],
      ['frame-ancestors', "'none'"],
    ]),
  );
});

test('other sites’ pages neither hold a window of ours, nor embed anything', async () => {
  const headers = await headersOf();
  assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
  assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('x-frame-options'), 'DENY');
});

test('who is named may frame the page, and nobody else', async () => {
  const headers = await headersOf({ frameAncestors: ['https://portal.example.com'] });
  assert.equal(policyOf(headers).get('frame-ancestors'), 'https://portal.example.com');
  assert.equal(headers.get('x-frame-options'), null);
});

test('browsers remember https where there is nothing else', async () => {
  assert.equal((await headersOf()).get('strict-transport-security'), null);
  assert.equal((await headersOf({ secure: true })).get('strict-transport-security'), 'max-age=31536000');
});
