import { setTimeout as sleep } from 'node:timers/promises';
import { apiPath, type Cluster, type Pod } from '@podbay/gateway/cluster';
import { exec, type RemoteOutcome } from '@podbay/remotecommand';
import type { Place } from './options.ts';

// The end line proves that the look was a whole one.
const look = `for f in /proc/[0-9]*/environ; do
p=\${f#/proc/} p=\${p%/environ}
case $(cat $f 2>/dev/null | tr '\\0' ' ') in *PODBAY_SESSION=*) read -r name </proc/$p/comm && echo "$p $name" ;; esac
done 2>/dev/null
echo end`;

/** The processes in a container that bear a session's mark, as `PID NAME`. Rejects when no answer comes within `patienceMs`. */
export async function markedProcesses(
  cluster: Cluster,
  place: Place,
  patienceMs = 60_000,
): Promise<readonly string[]> {
  const { output, outcome } = await run(cluster, place, ['sh', '-c', look], patienceMs);
  const lines = output.split('\n').filter(line => line !== '');
  if (lines.pop() !== 'end')
    throw new Error(`${place.pod}: can't look for processes: ${JSON.stringify(outcome)} ${output}`);
  return lines;
}

/** Runs a command in a container and resolves with what it printed, and how it ended. */
export async function run(
  cluster: Cluster,
  place: Place,
  command: readonly string[],
  patienceMs = 60_000,
): Promise<{ readonly output: string; readonly outcome: RemoteOutcome }> {
  const chunks: Buffer[] = [];
  const process = await exec(cluster.connection, {
    ...place,
    command,
    stdin: false,
    tty: false,
    signal: AbortSignal.timeout(patienceMs),
    listener: {
      handleStdout: bytes => chunks.push(Buffer.from(bytes)),
      handleStderr: () => {},
      handleDrain: () => {},
      handleEnd: () => {},
    },
  });
  const outcome = await process.outcome;
  return { output: Buffer.concat(chunks).toString(), outcome };
}

const image = 'registry.demo/platform/toolbox:2026.1';
// Ends when it is told to, whereupon the container is started again.
const command = ['sh', '-c', 'trap "exit 1" TERM; while :; do sleep 0.2; done'];

/** Creates a pod of the demo cluster, and waits until it runs. */
export async function createPod(cluster: Cluster, pod: string): Promise<Place> {
  const place = { namespace: 'default', pod, container: 'shell' };
  const containers = [{ name: place.container, image, command }];
  const spec = { containers, terminationGracePeriodSeconds: 1 };
  await cluster.client.post(podsPath(), { apiVersion: 'v1', kind: 'Pod', metadata: { name: pod }, spec });
  for (let attempt = 1; attempt <= 300; attempt++) {
    const { status } = await cluster.client.get<Pod>(podPath(pod));
    if (status?.containerStatuses?.[0]?.state?.running !== undefined) return place;
    await sleep(100);
  }
  throw new Error(`pod ${pod} does not run within 30 s`);
}

/** Deletes a pod; one that is gone is deleted. */
export async function deletePod(cluster: Cluster, pod: string): Promise<void> {
  await cluster.client.delete(podPath(pod)).catch((error: { readonly httpStatus?: number }) => {
    if (error.httpStatus !== 404) throw error;
  });
}

function podsPath(): string {
  return apiPath('api', 'v1', 'namespaces', 'default', 'pods');
}

function podPath(pod: string): string {
  return apiPath('api', 'v1', 'namespaces', 'default', 'pods', pod);
}
