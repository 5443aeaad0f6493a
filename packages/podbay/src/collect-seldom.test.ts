import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);
const url = new URL('./collect-seldom.ts', import.meta.url).href;
const program = `
const { collectSeldom } = await import(${JSON.stringify(url)});
if (process.argv[1] === 'seldom') collectSeldom();
const kept = [];
for (let i = 0; i < 20_000; i++) kept[i % 5_000] = Buffer.alloc(64 * 1024);
`;

/** How often the old generation is collected while 300 MB outside of V8's heap are kept and replaced. */
async function collections(how: 'seldom' | 'as always'): Promise<number> {
  const args = ['--conditions=source', '--trace-gc', '--input-type=module', '-e', program, how];
  const { stdout, stderr } = await run(process.execPath, args);
  assert.equal(stderr, '', 'V8 knows each flag');
  return stdout.split('Mark-Compact').length - 1;
}

test('memory outside of the heap has the old generation collected less often', async () => {
  const always = await collections('as always');
  const seldom = await collections('seldom');
  assert.ok(seldom < 0.75 * always, `${seldom} instead of ${always}`);
});
