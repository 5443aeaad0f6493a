import { parseArgs } from 'node:util';

/** The container that a soak on a real cluster runs in. */
export interface Place {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface SoakOptions {
  readonly sessions: number;
  /** How many are under way at once. */
  readonly concurrency: number;
  /** Print one JSON object as the last line. */
  readonly json: boolean;
  /** Run one check alone. */
  readonly only: 'stalled' | undefined;
  /** How long the stalled browser reads nothing. */
  readonly stallSeconds: number;
  /** A real cluster; `undefined`: the demo cluster. */
  readonly cluster: { readonly kubeconfig: string; readonly place: Place } | undefined;
}

export const usage =
  'usage: npm run soak -- [--sessions N] [--concurrency N] [--json] [--only stalled [--seconds N]] ' +
  '[--kubeconfig FILE --target NAMESPACE/POD/CONTAINER]';

/** Reads the command line. Throws a TypeError that says what is wrong. */
export function readOptions(argv: readonly string[]): SoakOptions {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      sessions: string,
      concurrency: string,
      json: { type: 'boolean' },
      only: string,
      seconds: string,
      kubeconfig: string,
      target: string,
    },
  });
  if (values.only !== undefined && values.only !== 'stalled') {
    throw new TypeError(`--only must be stalled, got ${values.only}`);
  }
  return {
    sessions: readCount('--sessions', values.sessions ?? '10000'),
    concurrency: readCount('--concurrency', values.concurrency ?? '24'),
    json: values.json ?? false,
    only: values.only,
    stallSeconds: readCount('--seconds', values.seconds ?? '60'),
    cluster: readCluster(values.kubeconfig, values.target),
  };
}

function readCount(option: string, value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new TypeError(`${option} must be an integer >= 1, got ${value}`);
  return Number(value);
}

function readCluster(kubeconfig: string | undefined, target: string | undefined): SoakOptions['cluster'] {
  if (kubeconfig === undefined && target === undefined) return undefined;
  const [namespace, pod, container, ...more] = target?.split('/') ?? [];
  if (kubeconfig === undefined || !namespace || !pod || !container || more.length > 0) {
    throw new TypeError('--kubeconfig FILE and --target NAMESPACE/POD/CONTAINER belong together');
  }
  return { kubeconfig, place: { namespace, pod, container } };
}
