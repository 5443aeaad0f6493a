import { z } from 'zod';

/** `recording` in the configuration file. */
export const recordingSection = z.strictObject({
  directory: z.string('must be a path').min(1, 'must be a path'),
  failure: z.enum(['open', 'closed'], 'must be open or closed').default('closed'),
});
