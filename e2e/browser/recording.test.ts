import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';
import { until } from './until.ts';

const directory = mkdtempSync(join(tmpdir(), 'podbay-e2e-recordings-'));
after(() => rmSync(directory, { recursive: true }));
const wanted = { pods: new Set<string>([places.toolbox.pod]) };

const browserTest = browserTests({
  limits: { accessCheckMs: 1_000 },
  recording: { directory, failure: 'closed' },
  policy: ({ target }) => ({ type: 'allowed', record: wanted.pods.has(target.pod) }),
});

browserTest(
  'who is recorded sees that, from the first byte on or from when it begins',
  async ({ ui, page }) => {
    const recorded = await ui.open(places.toolbox);
    const mark = recorded.status.getByText('Recording', { exact: true });
    await mark.waitFor();
    assert.match((await mark.getAttribute('title')) ?? '', /^What this terminal shows is recorded/);
    await recorded.run('echo "on ""tape"');
    await recorded.shows(/^on tape$/m);
    await until(async () => recordings().some(text => text.includes('on tape')) || 'it is not recorded');
    await page.reload();
    await recorded.isReady();
    await mark.waitFor();

    const other = await ui.open(places.cache);
    const otherMark = other.status.getByText('Recording', { exact: true });
    assert.equal(await otherMark.count(), 0);
    wanted.pods.add(places.cache.pod);
    await otherMark.waitFor();
  },
);

function recordings(): readonly string[] {
  return readdirSync(directory, { recursive: true })
    .map(String)
    .filter(name => name.endsWith('.cast'))
    .map(name => readFileSync(join(directory, name), 'utf8'));
}
