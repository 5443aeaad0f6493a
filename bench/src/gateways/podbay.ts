import { writeFile } from 'node:fs/promises';
import { spawnModule } from '../child.ts';
import type { ClusterUnderTest } from '../cluster.ts';
import type { PodbayEndpoint } from '../load/podbay-terminal.ts';
import { root } from '../paths.ts';
import type { Scope } from '../scope.ts';
import { Contestant } from './contestant.ts';

// The load is one user and one pod, where the defaults count on people.
const limits = `limits:
  maxSessions: 1000000
  maxSessionsPerUser: 1000000
  maxSessionsPerPod: 1000000
  attachBurst: 1000000
  attachesPerMinute: 1000000
`;
const recording = (directory: string) => `recording:
  directory: ${JSON.stringify(directory)}
policy:
  rules:
    - effect: allow
      record: always
`;
let started = 0;

/**
 * `podbay serve`, logged in to: everything on as it is shipped, and no limit on how many sessions there may be. `recorded`: every
 * session is recorded into a file, too.
 */
export async function startPodbay(
  { kubeconfig, context, place }: ClusterUnderTest,
  scope: Scope,
  { recorded = false } = {},
): Promise<Contestant<PodbayEndpoint>> {
  started++;
  const configPath = scope.path(`podbay-${started}.yaml`);
  const recordings = recorded ? scope.path(`recordings-${started}`) : undefined;
  await writeFile(configPath, limits + (recordings === undefined ? '' : recording(recordings)));
  const child = spawnModule(
    `${root}packages/podbay/src/main.ts`,
    [
      ...['serve', '--port', '0', '--no-open', '--kubeconfig', kubeconfig],
      ...['--config', configPath, '--state-dir', scope.path(`state-${started}`)],
    ],
    scope,
  );
  scope.own(child);
  const [, link = ''] = await child.waitFor(/Podbay is ready: (http:\S+)\n/);
  const login = await fetch(link, { redirect: 'manual' });
  const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
  const endpoint = { type: 'podbay', origin: new URL(link).origin, cookie, context, place } as const;
  return new Contestant({ name: recorded ? 'recorded' : 'podbay', endpoint, child, recordings });
}
