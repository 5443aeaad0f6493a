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

const nonce = /'nonce-([\w+/=]{24})'/;

test('nothing comes from elsewhere, and no script is part of a page', async () => {
  const policy = new Map(policyOf(await headersOf()));
  policy.set('style-src', (policy.get('style-src') ?? '').replace(nonce, "'nonce-…'"));
  assert.deepEqual(
    policy,
    new Map([
      ['default-src', "'none'"],
      ['script-src', "'self' 'wasm-unsafe-eval'"],
      ['style-src', "'self' 'nonce-…'"],
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

test('style sheets in a page have the nonce of their answer, and each has its own', async () => {
  const app = new Hono<{ Variables: { secureHeadersNonce?: string } }>();
  app.use(pageHeaders({ frameAncestors: [], secure: false }));
  app.get('/', c => c.text(c.get('secureHeadersNonce') ?? ''));
  const ask = async () => {
    const answer = await app.request('/');
    const [, inHeader] = nonce.exec(policyOf(answer.headers).get('style-src') ?? '') ?? [];
    assert.equal(await answer.text(), inHeader);
    return inHeader;
  };
  const [first, second] = [await ask(), await ask()];
  assert.ok(first !== undefined && first !== second);
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
