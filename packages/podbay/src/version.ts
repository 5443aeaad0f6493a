import { readFileSync } from 'node:fs';

/** The version of the podbay package. */
export const version: string = readVersion(new URL('../package.json', import.meta.url));

function readVersion(url: URL): string {
  const { version } = JSON.parse(readFileSync(url, 'utf8')) as { version: string };
  return version;
}
