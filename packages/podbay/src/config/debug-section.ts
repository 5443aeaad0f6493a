import type { DebugSettings } from '@podbay/gateway';
import { z } from 'zod';
import { duration } from './fields.ts';

const image = z
  .string('must be the name of an image')
  .regex(/^[^\s]+$/, 'must be the name of an image, such as busybox:1.37')
  .max(500, 'must be at most 500 characters');

/** Debug containers for containers without a shell: `debug: {images: […], lifetime: 8h}`. */
export const debugSection = z
  .strictObject({
    images: z.array(image, 'must be a list of images').optional(),
    lifetime: duration.refine(ms => ms >= 60_000, 'must be 1m or more').optional(),
  })
  .transform(
    ({ images, lifetime }): Partial<DebugSettings> => ({
      ...(images && { images: [...new Set(images)] }),
      ...(lifetime !== undefined && { lifetimeMs: lifetime }),
    }),
  );
