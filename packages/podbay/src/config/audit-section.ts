import { z } from 'zod';
import { count, duration, size } from './fields.ts';

const path = z.string('must be a path').min(1, 'must be a path');
const url = z
  .string('must be an address such as https://audit.example.org/podbay')
  .refine(isWebAddress, 'must be an address such as https://audit.example.org/podbay')
  .transform(text => new URL(text));

const mebibyte = 1024 * 1024;
const dayMs = 86_400_000;

/** `audit` in the configuration file. */
export const auditSection = z
  .strictObject({
    failure: z.enum(['open', 'closed'], 'must be open or closed').default('open'),
    stdout: z.boolean('must be true or false').default(false),
    file: z
      .strictObject({
        path,
        maxSize: size.refine(bytes => bytes >= 4096, 'must be 4Ki or more').default(64 * mebibyte),
        maxAge: duration.default(dayMs),
        keep: count.default(14),
      })
      .optional(),
    webhook: z
      .strictObject({
        url,
        tokenFile: path.optional(),
        caFile: path.optional(),
        queueDir: path.optional(),
        maxSize: size.refine(bytes => bytes >= mebibyte, 'must be 1Mi or more').default(256 * mebibyte),
      })
      .optional(),
  })
  .refine(
    ({ stdout, file, webhook }) => stdout || file !== undefined || webhook !== undefined,
    'must name at least one of stdout, file and webhook',
  );

/** Where events go, and what happens while they can't. */
export type AuditConfig = z.output<typeof auditSection>;

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
