import { createHash } from 'node:crypto';

/** The image by its digest, as a container's status names it. */
export function imageId(image: string): string {
  const repository = image.replace(/:[^/:]+$/, '');
  return `${repository}@sha256:${createHash('sha256').update(image).digest('hex')}`;
}
