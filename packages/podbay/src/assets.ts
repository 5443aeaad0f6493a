import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Where the user interface lies in the published package, and in the repository after its build.
const places = ['./web/', '../../web/dist/'];

/** The directory of the built user interface, or `undefined`. */
export function findAssets(): string | undefined {
  return places
    .map(place => fileURLToPath(new URL(place, import.meta.url)))
    .find(directory => existsSync(`${directory}index.html`));
}
