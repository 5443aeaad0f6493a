import type { Endpoint } from '../endpoint.ts';
import { milestone } from './expect.ts';
import { Session } from './session.ts';

export interface EchoJob {
  readonly endpoint: Endpoint;
  readonly keys: number;
}

/** Types keys one after the other, each once the one before has been echoed. Returns how long each took, in ms. */
export async function echo({ endpoint, keys }: EchoJob): Promise<number[]> {
  const session = await Session.open(endpoint, { mode: 'echo' });
  const times: number[] = [];
  // The first ones warm up what has never run.
  for (let i = -Math.min(100, keys); i < keys; i++) {
    const key = String.fromCharCode(97 + ((i + 100) % 26));
    const ms = await typeKey(session, key);
    if (i >= 0) times.push(ms);
  }
  await session.close();
  return times;
}

async function typeKey(session: Session, key: string): Promise<number> {
  const echoed = milestone<number>(`the echo of ${key}`, 30_000);
  session.handleFailure = error => echoed.reject(error);
  session.handleOutput = bytes => {
    if (bytes.toString() !== key)
      throw new Error(`typed ${key}, and saw ${JSON.stringify(bytes.toString())}`);
    echoed.resolve(performance.now());
  };
  const startedMs = performance.now();
  session.type(key);
  return (await echoed.promise) - startedMs;
}
