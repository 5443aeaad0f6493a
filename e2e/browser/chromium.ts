import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

// A container's root may not use the sandbox, and its /dev/shm is small; nothing but the own gateway is visited.
const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts a Chromium without a window: the one from the npm registry, else the machine's own. */
export async function launchChromium(): Promise<Browser> {
  const failures: unknown[] = [];
  for (const find of [
    () => sparticuz.executablePath(),
    ...installed.filter(existsSync).map(path => () => path),
  ]) {
    try {
      return await chromium.launch({ executablePath: await find(), args });
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, 'no Chromium runs here');
}
