import type { Page } from 'playwright-core';

/** How the pods change: one after the other is restarted; each fiftieth goes, and one comes at the top of the list. */
export interface PodFlood {
  readonly pods: number;
  /** How much time lies between two changes. */
  readonly everyMs: number;
}

/** The page's next loads show pods that are not in the cluster, and change all the time. */
export async function floodPods(page: Page, flood: PodFlood): Promise<void> {
  await page.addInitScript(({ pods: count, everyMs }) => {
    const makePod = (index: number) => {
      const number = String(index).padStart(5, '0');
      const workload = Math.floor(index / 5);
      return {
        namespace: `team-${String(Math.floor(index / 250)).padStart(3, '0')}`,
        name: `service-${String(workload).padStart(4, '0')}-${number}`,
        uid: `uid-${number}`,
        status: 'Running',
        ready: 1,
        total: 1,
        restarts: 0,
        createdAt: '2026-01-01T00:00:00Z',
        node: `node-${index % 50}`,
        owner: { kind: 'Deployment', name: `service-${workload}` },
        defaultContainer: 'main',
        containers: [
          { name: 'main', image: 'example.org/service:1', kind: 'container', state: { type: 'running' } },
        ],
      };
    };
    const pods = Array.from({ length: count }, (_, index) => makePod(index));
    let sent = 0;
    const nextEvent = () => {
      sent++;
      const index = (sent * 7919) % count;
      const pod = pods[index] as ReturnType<typeof makePod>;
      if (sent % 50 === 0) {
        const name = `arrived-${String(sent).padStart(6, '0')}`;
        pods[index] = { ...pod, namespace: 'team-000', name, uid: name };
        return [
          { type: 'removed', uid: pod.uid, name: pod.name },
          { type: 'changed', pod: pods[index] },
        ];
      }
      pods[index] = {
        ...pod,
        restarts: pod.restarts + 1,
        status: sent % 2 === 0 ? 'CrashLoopBackOff' : 'Running',
      };
      return [{ type: 'changed', pod: pods[index] }];
    };
    const encoder = new TextEncoder();
    const encode = (event: object) => encoder.encode(`data: ${JSON.stringify(event)}\n\n`);
    const stream = (signal: AbortSignal | null | undefined) =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(encode({ type: 'snapshot', pods }));
          const startedMs = performance.now();
          let turns = 0;
          const timer = setInterval(() => {
            // Timers of a busy page are late: what they missed is made up for.
            for (; turns * everyMs < performance.now() - startedMs; turns++)
              for (const event of nextEvent()) controller.enqueue(encode(event));
          }, everyMs);
          signal?.addEventListener('abort', () => {
            clearInterval(timer);
            controller.error(signal.reason);
          });
        },
      });
    const realFetch = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input, location.href);
      if (!url.pathname.endsWith('/pods') || !url.searchParams.has('watch')) return realFetch(input, init);
      const headers = { 'content-type': 'text/event-stream' };
      return Promise.resolve(new Response(stream(init?.signal), { headers }));
    };
  }, flood);
}
