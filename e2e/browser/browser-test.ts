import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type ContextOptions, newContext } from './browser-context.ts';
import { launchChromium } from './chromium.ts';
import { withEvidence } from './evidence.ts';
import { untilSessionsAreGone, untilSocketsAreGone } from './leftovers.ts';
import { PageWitness } from './page-witness.ts';
import { PodbayPage } from './podbay-page.ts';
import { type Stack, type StackOptions, startStack } from './stack.ts';

/** What a test gets: a browser of its own, logged in, before the list of pods. */
export interface Visit {
  readonly stack: Stack;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly ui: PodbayPage;
}

export interface VisitOptions extends ContextOptions {
  /** What the browser may report: a refused request, for example. Anything else that it reports fails the test. */
  readonly expectedReports?: RegExp;
  /** Two minutes by default. */
  readonly deadlineMs?: number;
}

/** Registers a test. */
export type BrowserTest = (
  name: string,
  body: (visit: Visit) => Promise<void>,
  options?: VisitOptions,
) => void;

const testDeadlineMs = 120_000;

/**
 * The tests of a file, all on one demo cluster, gateway and browser. After each one everything that it opened is closed as
 * users close it, and then nothing of it may be left.
 */
export function browserTests(stackOptions: StackOptions = {}): BrowserTest {
  let stack: Stack;
  let browser: Browser;
  before(async () => {
    stack = await startStack(stackOptions);
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await stack?.close();
  });
  return (name, body, options = {}) => {
    test(name, { timeout: options.deadlineMs ?? testDeadlineMs }, async () => {
      await visit({ stack, browser, options }, body);
      await untilSocketsAreGone(stack);
    });
  };
}

/** One more page of the same browser. */
export async function openPage({ context, stack }: Visit): Promise<PodbayPage> {
  const ui = new PodbayPage(await context.newPage());
  await ui.page.goto(stack.origin);
  await ui.row(/./).first().waitFor();
  return ui;
}

interface Setup {
  readonly stack: Stack;
  readonly browser: Browser;
  readonly options: VisitOptions;
}

async function visit(
  { stack, browser, options }: Setup,
  body: (visit: Visit) => Promise<void>,
): Promise<void> {
  const { expectedReports, deadlineMs: _, ...contextOptions } = options;
  const context = await newContext(browser, contextOptions);
  const witness = new PageWitness(context, stack.origin);
  const page = await context.newPage();
  const ui = new PodbayPage(page);
  try {
    await page.goto(stack.newLink());
    await ui.row(/./).first().waitFor();
    await body({ stack, context, page, ui });
    stack.demo.faults.clear();
    await ui.closeAllTabs();
    await untilSessionsAreGone(stack, witness.targets);
    assert.deepEqual(witness.reports(expectedReports), []);
  } catch (error) {
    stack.demo.faults.clear();
    const failure = await withEvidence(error, ui, witness);
    // Where the gateway is closed there are none.
    await endSessions(context, stack).catch(() => {});
    throw failure;
  } finally {
    await context.close();
  }
}

/** After a failure, so that the tests that follow start afresh. */
async function endSessions({ request }: BrowserContext, { origin }: Stack): Promise<void> {
  const answer = await request.get(`${origin}/api/v1/sessions`);
  const { sessions } = (await answer.json()) as { sessions: { id: string }[] };
  await Promise.all(sessions.map(({ id }) => request.delete(`${origin}/api/v1/sessions/${id}`)));
}
