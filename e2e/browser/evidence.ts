import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PageWitness } from './page-witness.ts';
import type { PodbayPage } from './podbay-page.ts';

/** The error of a failed test, which tells where a picture and the text of the page at that moment are. */
export async function withEvidence(error: unknown, ui: PodbayPage, witness: PageWitness): Promise<Error> {
  const directory = await mkdtemp(join(tmpdir(), 'podbay-e2e-'));
  const screen = await ui.terminal().text().catch(String);
  const page = await ui.page.locator('body').ariaSnapshot().catch(String);
  const reports = witness.reports().join('\n');
  await writeFile(
    join(directory, 'page.txt'),
    `── terminal ──\n${screen}\n\n── page ──\n${page}\n\n── reports ──\n${reports}\n`,
  );
  await ui.page.screenshot({ path: join(directory, 'page.png') }).catch(() => {});
  const message = error instanceof Error ? error.message : String(error);
  return new Error(`${message}\n\nThe page at that moment: ${directory}`, { cause: error });
}
