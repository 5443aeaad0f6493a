import { z } from 'zod';

const snippet = z.strictObject({
  name: z
    .string('must be a text')
    .trim()
    .min(1, 'must not be empty')
    .max(100, 'must be at most 100 characters'),
  text: z
    .string('must be a text')
    .min(1, 'must not be empty')
    .max(20_000, 'must be at most 20000 characters'),
});

/** Commands that everybody is offered to insert: `snippets: [{name, text}]`. */
export const snippetsSection = z.array(snippet, 'must be a list of {name, text}');
