import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Child } from '../child.ts';

const answerMs = 60_000;

/**
 * Has a Node process collect its garbage, as it does by itself only when memory becomes scarce: by its inspector, which SIGUSR1
 * opens in any of them. The process must have been started with `--inspect-port=127.0.0.1:0`.
 */
export async function collectGarbage(child: Child): Promise<void> {
  child.process.kill('SIGUSR1');
  const [, url = ''] = await child.waitFor(/Debugger listening on (ws:\S+)/);
  const signal = AbortSignal.timeout(answerMs);
  const socket = new WebSocket(url);
  try {
    await once(socket, 'open', { signal });
    // What the first one finalizes the second one frees.
    for (const id of [1, 2]) {
      const answered = once(socket, 'message', { signal });
      socket.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }));
      await answered;
    }
  } finally {
    socket.on('error', () => {});
    socket.terminate();
  }
}
