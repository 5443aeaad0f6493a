import type { ServerResponse } from 'node:http';
import type { PodEvent } from '@podbay/protocol';
import { answer, failure, type ScriptedApi, startScriptedApi } from './scripted-api.ts';

/** An API server with pods that a test changes. */
export interface ScriptedPods extends ScriptedApi {
  /** Watches that are open now. */
  readonly watches: readonly ServerResponse[];
  /** What lists and watches answer, until it is set back to `undefined`. */
  refuseWith: { readonly code: number; readonly message: string } | undefined;
  /** Changes a pod, and tells every watch. */
  put(name: string, phase: string): void;
  remove(name: string): void;
  bookmark(): void;
  /** Sends an error event and ends the watches. */
  expire(): void;
}

/** Starts it with these pods, all running. */
export async function startScriptedPods(names: readonly string[]): Promise<ScriptedPods> {
  const pods = new Map<string, object>();
  const watches: ServerResponse[] = [];
  let version = 100;
  const podOf = (name: string, phase: string) => {
    version += 1;
    return { metadata: { name, uid: `uid-${name}`, resourceVersion: String(version) }, status: { phase } };
  };
  const send = (event: object) => {
    for (const watch of watches) watch.write(`${JSON.stringify(event)}\n`);
  };
  for (const name of names) pods.set(name, podOf(name, 'Running'));
  const api = await startScriptedApi({
    handler: (_request, response, url) => {
      if (scripted.refuseWith !== undefined) {
        const { code, message } = scripted.refuseWith;
        return answer(response, code, failure(code, message));
      }
      if (url.searchParams.get('watch') !== 'true') {
        const metadata = { resourceVersion: String(version) };
        return answer(response, 200, { metadata, items: [...pods.values()] });
      }
      response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
      watches.push(response);
      response.on('close', () => watches.splice(watches.indexOf(response), 1));
    },
  });
  const scripted: ScriptedPods = Object.assign(api, {
    watches,
    refuseWith: undefined,
    put(name: string, phase: string) {
      const type = pods.has(name) ? 'MODIFIED' : 'ADDED';
      const object = podOf(name, phase);
      pods.set(name, object);
      send({ type, object });
    },
    remove(name: string) {
      const object = pods.get(name);
      pods.delete(name);
      send({ type: 'DELETED', object });
    },
    bookmark() {
      version += 1;
      send({ type: 'BOOKMARK', object: { metadata: { resourceVersion: String(version) } } });
    },
    expire() {
      send({ type: 'ERROR', object: failure(410, 'too old resource version') });
      for (const watch of [...watches]) watch.end();
    },
  });
  return scripted;
}

/** What a listener was told, each event in a word. */
export function inWords(events: readonly PodEvent[]): readonly string[] {
  return events.map(event => {
    switch (event.type) {
      case 'snapshot':
        return `snapshot ${event.pods.map(({ name, status }) => `${name}:${status}`).join(' ')}`;
      case 'changed':
        return `changed ${event.pod.name}:${event.pod.status}`;
      case 'removed':
        return `removed ${event.name}`;
      case 'error':
        return `error ${event.refusal.code}`;
      default:
        return event satisfies never;
    }
  });
}
