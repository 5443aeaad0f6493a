import sparticuz from '@sparticuz/chromium';

/** Runs once, before the test files: two of them at a time must not both unpack the browser. */
export async function globalSetup(): Promise<void> {
  // Where it can't be unpacked, the machine's own may do.
  await sparticuz.executablePath().catch(() => {});
}
