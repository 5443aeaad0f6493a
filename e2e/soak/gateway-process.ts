import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Resources, SessionInspection } from '@podbay/gateway';
import { Child } from './child.ts';

export interface GatewayProcessOptions {
  readonly kubeconfig: string;
  /** Path of its configuration file. */
  readonly config: string;
  /** Where the journal of its sessions is. */
  readonly stateDir: string;
}

/** `podbay serve` in a process of its own, logged in to, with its debug listener. */
export class GatewayProcess {
  readonly host: string;
  readonly cookie: string;
  readonly #child: Child;
  readonly #debugPort: number;

  static async start({ kubeconfig, config, stateDir }: GatewayProcessOptions): Promise<GatewayProcess> {
    const ports = ['--port', '0', '--no-open', '--debug-port', '0'];
    const paths = ['--kubeconfig', kubeconfig, '--config', config, '--state-dir', stateDir];
    const child = new Child('podbay/src/main.ts', {
      args: ['serve', ...ports, ...paths],
      preload: './timer-census.ts',
    });
    try {
      const [, debugPort] = await child.waitFor(/debug listener at http:\/\/127\.0\.0\.1:(\d+)\//);
      const [, link = ''] = await child.waitFor(/Podbay is ready: (http:\S+)\n/);
      const login = await fetch(link, { redirect: 'manual' });
      const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
      return new GatewayProcess(child, { host: new URL(link).host, cookie, debugPort: Number(debugPort) });
    } catch (error) {
      await child.close();
      throw error;
    }
  }

  constructor(child: Child, facts: { host: string; cookie: string; debugPort: number }) {
    this.#child = child;
    this.host = facts.host;
    this.cookie = facts.cookie;
    this.#debugPort = facts.debugPort;
  }

  get log(): string {
    return this.#child.output;
  }

  async resources(): Promise<Resources> {
    return await this.#ask<Resources>('/debug/resources');
  }

  async sessions(): Promise<readonly SessionInspection[]> {
    return await this.#ask<readonly SessionInspection[]>('/debug/sessions');
  }

  /** How many timers there are in the process, unref'd ones too. */
  async timers(): Promise<number> {
    const answer = once(this.#child.process, 'message', { signal: AbortSignal.timeout(10_000) });
    this.#child.process.send('timers');
    const [{ timers }] = (await answer) as [{ readonly timers: number }];
    return timers;
  }

  /** Tells the process to end; resolves with its exit code, or the signal that ended it. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string> {
    const exited = once(this.#child.process, 'exit', { signal: AbortSignal.timeout(60_000) });
    this.#child.process.kill(signal);
    const [code, by] = (await exited) as [number | null, string | null];
    return code ?? by ?? '';
  }

  async close(): Promise<void> {
    await this.#child.close();
  }

  // Without a kept connection, which would be one of those that are counted.
  async #ask<Answer>(path: string): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const options = { host: '127.0.0.1', port: this.#debugPort, path, agent: false } as const;
    get({ ...options, signal: AbortSignal.timeout(30_000) }, resolve).on('error', reject);
    const chunks: Buffer[] = [];
    for await (const chunk of await promise) chunks.push(chunk);
    return JSON.parse(Buffer.concat(chunks).toString()) as Answer;
  }
}
