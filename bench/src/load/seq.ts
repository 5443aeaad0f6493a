import type { Endpoint } from '../endpoint.ts';
import { milestone } from './expect.ts';
import { openTerminal } from './terminal.ts';

export interface SeqJob {
  readonly endpoint: Endpoint;
  readonly last: number;
}

/** Has a shell run `seq 1 last`. Returns how long it took from the typed line to the last byte, in ms. */
export async function seq({ endpoint, last }: SeqJob): Promise<number> {
  const ready = milestone('a shell');
  const whole = milestone<number>('all numbers');
  const closed = milestone('the end of a shell');
  let tail = '';
  const terminal = openTerminal(endpoint, {
    command: ['sh', '-c', `stty -echo; echo ready; read -r go; seq 1 ${last}; read -r go`],
    listener: {
      handleOutput(bytes) {
        tail = (tail + bytes.subarray(-64).toString('latin1')).slice(-64);
        if (tail.endsWith('ready\r\n')) ready.resolve();
        if (tail.endsWith(`\r\n${last}\r\n`)) whole.resolve(performance.now());
      },
      handleClose(reason) {
        for (const one of [ready, whole]) one.reject(new Error(`no shell: ${reason}`));
        closed.resolve();
      },
    },
  });
  whole.promise.catch(() => {});
  await ready.promise;
  const startedMs = performance.now();
  terminal.type('go\n');
  const ms = (await whole.promise) - startedMs;
  terminal.type('end\n');
  await closed.promise;
  return ms;
}
