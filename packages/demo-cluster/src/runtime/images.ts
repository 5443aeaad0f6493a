import { api, payments } from './images/api.ts';
import { cache, db } from './images/data.ts';
import { gateway, nodeExporter, prometheus } from './images/distroless.ts';
import type { Image } from './images/image.ts';
import { batchReport, crasher, migrate, toolbox } from './images/short-lived.ts';
import { web } from './images/web.ts';
import { logShipper, worker } from './images/worker.ts';

/** The runtime's catalogue: everything a pod can name as its image. */
export const images = {
  web,
  api,
  payments,
  worker,
  logShipper,
  cache,
  db,
  gateway,
  nodeExporter,
  prometheus,
  migrate,
  batchReport,
  crasher,
  toolbox,
} as const satisfies Record<string, Image>;

const byName: ReadonlyMap<string, Image> = new Map(Object.values(images).map(image => [image.name, image]));

/** The image of this name, tag included. */
export function findImage(name: string): Image | undefined {
  return byName.get(name);
}
