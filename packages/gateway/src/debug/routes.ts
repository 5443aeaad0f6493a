import { pipeline } from 'node:stream/promises';
import { getHeapSnapshot } from 'node:v8';
import { recordCpuProfile } from './cpu-profile.ts';
import type { EventLoopMonitor } from './event-loop.ts';
import { readResources } from './resources.ts';
import {
  type DebugRequest,
  listOf,
  type Route,
  type Routes,
  sendJson,
  sendText,
  startDownload,
} from './route.ts';
import type { DebugSource } from './source.ts';

const maxProfileSeconds = 60;

/** Everything that can be asked, by path. */
export function createRoutes(source: DebugSource, eventLoop: EventLoopMonitor): Routes {
  const routes = new Map<string, Route>();
  routes.set('/', { about: 'this list', answer: ({ response }) => sendText(response, listOf(routes)) });
  routes.set('/debug/sessions', {
    about: 'live sessions, and what each holds',
    answer: async ({ response }) => sendJson(response, (await source.inspect()).sessions),
  });
  routes.set('/debug/resources', {
    about: 'what the process holds, by kind',
    answer: async ({ response }) => sendJson(response, await readResources(source)),
  });
  routes.set('/debug/event-loop', {
    about: 'how late the event loop ran since the last look, in ms',
    answer: ({ response }) => sendJson(response, eventLoop.read()),
  });
  const { metrics } = source;
  if (metrics !== undefined) {
    routes.set('/debug/metrics', {
      about: 'metrics for Prometheus',
      answer: async ({ response }) => sendText(response, await metrics.call(source)),
    });
  }
  routes.set('/debug/heap-snapshot', {
    about: "what is in memory, for Chrome's developer tools; it stops everything for seconds",
    heavy: true,
    answer: sendHeapSnapshot,
  });
  routes.set('/debug/cpu-profile', {
    about: `what the processor does for ?seconds=1..${maxProfileSeconds}, for Chrome's developer tools`,
    heavy: true,
    answer: sendCpuProfile,
  });
  return routes;
}

async function sendHeapSnapshot({ response, signal }: DebugRequest): Promise<void> {
  startDownload(response, `podbay-${process.pid}.heapsnapshot`);
  await pipeline(getHeapSnapshot(), response, { signal });
}

async function sendCpuProfile({ params, response, signal }: DebugRequest): Promise<void> {
  const seconds = Number(params.get('seconds') ?? '10');
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > maxProfileSeconds) {
    sendText(response, `seconds must be an integer from 1 to ${maxProfileSeconds}\n`, 400);
    return;
  }
  const profile = await recordCpuProfile(seconds, signal);
  startDownload(response, `podbay-${process.pid}.cpuprofile`);
  response.end(profile);
}
