import { readFileSync } from 'node:fs';
import { z } from 'zod';

const name = z.string('must be a text').min(1, 'must not be empty');

/** A secret, which is never in the configuration file itself: `{ file: PATH }` or `{ env: NAME }`. Gives its text. */
export const secret = z
  .union(
    [z.strictObject({ file: name }), z.strictObject({ env: name })],
    'must be {file: PATH} or {env: NAME}',
  )
  .transform((source, context) => {
    const text = 'file' in source ? readText(source.file) : process.env[source.env]?.trim();
    if (text) return text;
    const message = 'file' in source ? `can't be read from ${source.file}` : `${source.env} is not set`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
