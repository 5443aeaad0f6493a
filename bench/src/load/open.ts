import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoint } from '../endpoint.ts';
import { milestone } from './expect.ts';
import { openTerminal } from './terminal.ts';

export interface OpenJob {
  readonly endpoint: Endpoint;
  readonly times: number;
}

// Who is no product starts the shell so.
const shell = 'export TERM=xterm-256color; command -v bash >/dev/null && exec bash; exec sh';
const prompt = /[$#] (\x1b\[[\d;?]*[a-zA-Z])*$/;

/** Between two: what the one before has left to do is not measured with the next. */
const restMs = 100;

/** Opens shells one after the other. Returns how long each took from the request to the first prompt, in ms. */
export async function open({ endpoint, times }: OpenJob): Promise<number[]> {
  const taken: number[] = [];
  // The first one warms up what has never run.
  for (let i = -1; i < times; i++) {
    const ms = await openOne(endpoint);
    await sleep(restMs);
    if (i >= 0) taken.push(ms);
  }
  return taken;
}

async function openOne(endpoint: Endpoint): Promise<number> {
  const prompted = milestone<number>('the first prompt', 30_000);
  const closed = milestone('the end of a shell that was told to exit', 30_000);
  let shown = '';
  const startedMs = performance.now();
  const terminal = openTerminal(endpoint, {
    command: endpoint.type === 'podbay' ? [] : ['sh', '-c', shell],
    listener: {
      handleOutput(bytes) {
        shown += bytes.toString();
        if (prompt.test(shown)) prompted.resolve(performance.now());
      },
      handleClose(reason) {
        prompted.reject(new Error(`no shell: ${reason}`));
        closed.resolve();
      },
    },
  });
  const ms = (await prompted.promise) - startedMs;
  terminal.type('exit\n');
  await closed.promise;
  return ms;
}
