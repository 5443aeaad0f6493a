import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// WCAG 2.2 at level AA, and what axe-core holds to be good practice.
const options: RunOptions = {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

/** What axe-core finds wrong with the page as it is now, one line each: the rule, and where. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  // Not by a script element, which the page's content security policy forbids.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(source);
  await finishAnimations(page);
  const { violations } = await page.evaluate(
    run => (globalThis as unknown as AxeGlobal).axe.run(document, run),
    options,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ target }) => !isMeant(id, target.join(' '))).map(node => describe(id, node)),
  );
}

/** What is meant to be so, by rule and place. */
const exceptions: readonly (readonly [string, RegExp])[] = [
  // They pass the keyboard on at once.
  ['aria-hidden-focus', /data-base-ui-focus-guard/],
  // A menu hangs on the body, outside of every landmark, while it is open.
  ['region', /^#base-ui-/],
];

function isMeant(id: string, target: string): boolean {
  return exceptions.some(([rule, place]) => rule === id && place.test(target));
}

interface AxeGlobal {
  readonly axe: { run(document: Document, options: RunOptions): Promise<AxeResults> };
}

function describe(id: string, node: AxeResults['violations'][number]['nodes'][number]): string {
  const detail = node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? '';
  return `${id}: ${node.target.join(' ')} (${detail})`;
}

// What is half transparent has no contrast yet.
async function finishAnimations(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY) animation.finish();
  });
}
