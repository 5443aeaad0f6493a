import { z } from 'zod';
import { parseDuration, parseSize } from './units.ts';

/** `30s` and the like, in ms. */
export const duration = withUnit(parseDuration, 'a duration such as 30s, 5m, 8h or 7d, or 0');

/** `2Mi` and the like, in bytes. */
export const size = withUnit(parseSize, 'a size such as 100k, 384Ki or 2Mi');

export const count = z.int('must be an integer').min(0, 'must not be negative');

function withUnit(parseText: (text: string) => number | undefined, expected: string) {
  return z.union([z.string(), z.number()], `must be ${expected}`).transform((value, context) => {
    const parsed = parseText(String(value));
    if (parsed === undefined) {
      context.addIssue({ code: 'custom', message: `must be ${expected}, not ${JSON.stringify(value)}` });
    }
    return parsed ?? 0;
  });
}
