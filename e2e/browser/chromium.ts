import { existsSync } from 'node:fs';
import sparticuz from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

// A container's root may not use the sandbox, and its /dev/shm is small; nothing but the own gateway is visited.
const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Starts a Chromium without a window: the one from the npm registry, else the machine's own. */
export function launchChromium(): Promise<Browser> {
  return launchAny(executablePath => chromium.launch({ executablePath, args }));
}

/** The same with a profile that outlives it: the browser of somebody who closes it and starts it again. */
export function launchProfile(directory: string): Promise<BrowserContext> {
  const viewport = { width: 1280, height: 800 };
  return launchAny(executablePath =>
    chromium.launchPersistentContext(directory, { executablePath, args, viewport }),
  );
}

async function launchAny<Launched>(launch: (executablePath: string) => Promise<Launched>): Promise<Launched> {
  const failures: unknown[] = [];
  for (const find of [
    () => sparticuz.executablePath(),
    ...installed.filter(existsSync).map(path => () => path),
  ]) {
    try {
      return await launch(await find());
    } catch (error) {
      failures.push(error);
    }
  }
  throw new AggregateError(failures, 'no Chromium runs here');
}
