import { parseArgs } from 'node:util';
import { cases } from './cases/cases.ts';
import type { Place } from './endpoint.ts';

export interface BenchOptions {
  /** Everything tiny: whether the harness works, and not how fast anything is. */
  readonly smoke: boolean;
  /** Print one JSON object as the last line. */
  readonly json: boolean;
  /** Run one case alone. */
  readonly only: string | undefined;
  /** Put the figures into the documentation. */
  readonly write: boolean;
  /** A real cluster; `undefined`: the stand-in and the demo cluster. */
  readonly cluster: { readonly kubeconfig: string; readonly place: Place } | undefined;
}

export const usage =
  'usage: npm run bench -- [--smoke] [--json] [--only NAME] [--write] ' +
  '[--kubeconfig FILE --target NAMESPACE/POD/CONTAINER]';

/** Reads the command line. Throws a TypeError that says what is wrong. */
export function readOptions(argv: readonly string[]): BenchOptions {
  const [string, boolean] = [{ type: 'string' }, { type: 'boolean' }] as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      smoke: boolean,
      json: boolean,
      only: string,
      write: boolean,
      kubeconfig: string,
      target: string,
    },
  });
  const { smoke = false, json = false, write = false, only } = values;
  const names = cases.map(({ name }) => name);
  if (only !== undefined && !names.includes(only)) {
    throw new TypeError(`--only must be one of ${names.join(', ')}, got ${only}`);
  }
  if (write && (smoke || only !== undefined)) throw new TypeError('--write needs all cases in full');
  return { smoke, json, write, only, cluster: readCluster(values.kubeconfig, values.target) };
}

function readCluster(kubeconfig: string | undefined, target: string | undefined): BenchOptions['cluster'] {
  if (kubeconfig === undefined && target === undefined) return undefined;
  const [namespace, pod, container, ...more] = target?.split('/') ?? [];
  if (kubeconfig === undefined || !namespace || !pod || !container || more.length > 0) {
    throw new TypeError('--kubeconfig FILE and --target NAMESPACE/POD/CONTAINER belong together');
  }
  return { kubeconfig, place: { namespace, pod, container } };
}
