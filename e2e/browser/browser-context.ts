import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';

export interface ContextOptions extends BrowserContextOptions {
  /** How terminals are drawn; `dom` by default, whose text can be read. */
  readonly renderer?: 'auto' | 'dom';
}

const actionDeadlineMs = 20_000;

/** A browser of its own, as a new user has it. */
export async function newContext(browser: Browser, options: ContextOptions): Promise<BrowserContext> {
  const { renderer = 'dom', ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...contextOptions });
  await prepareContext(context, renderer);
  return context;
}

/** What every context gets: deadlines, and the way its terminals are drawn. */
export async function prepareContext(
  context: BrowserContext,
  renderer: NonNullable<ContextOptions['renderer']> = 'dom',
): Promise<void> {
  context.setDefaultTimeout(actionDeadlineMs);
  await context.addInitScript(choice => {
    if (location.protocol === 'http:') localStorage.setItem('podbay.renderer', choice);
  }, renderer);
}
