import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { PodEvent } from '@podbay/protocol';
import { pino } from 'pino';
import { LocalLogin } from '../../auth/local-login.ts';
import { RefusalError } from '../../errors.ts';
import { defaultSessionLimits, type SessionLimits } from '../../session/session-limits.ts';
import { SessionStore } from '../../session/session-store.ts';
import { noScreen } from '../../session/testing/no-screen.ts';
import { ScriptedProcess } from '../../session/testing/scripted-process.ts';
import { createApp } from '../app.ts';
import type { Catalog } from '../catalog.ts';
import { OriginCheck } from '../origin.ts';
import type { Terminals } from '../terminals.ts';
import { Upgrade, type UpgradeLimits } from '../upgrade.ts';

/** A whole HTTP side on a free port, whose sessions run scripted processes. */
export async function startTestServer(limits: Partial<SessionLimits & UpgradeLimits> = {}) {
  const store = new SessionStore();
  const processes: ScriptedProcess[] = [];
  const errors: unknown[] = [];
  const podListeners = new Set<(event: PodEvent) => void>();
  const authenticator = new LocalLogin({ cookieName: 'podbay', onStaleLink: () => {} });
  const token = authenticator.newToken();
  const origins = new OriginCheck([]);
  const logger = pino({ level: 'error' }, { write: line => errors.push(line) });
  const catalog: Catalog = {
    contexts: () => ({ contexts: [], current: null, version: 'test' }),
    namespaces: async context => {
      if (context === 'broken') throw new Error('secret details');
      if (context !== 'demo') throw new RefusalError({ code: 'context-not-found', message: `no ${context}` });
      return [{ name: 'shop', phase: 'Active' }];
    },
    pods: async () => [],
    watchPods: (_place, listener) => {
      podListeners.add(listener);
      listener({ type: 'snapshot', pods: [] });
      return () => podListeners.delete(listener);
    },
  };
  const terminals: Terminals = {
    open: (query, user) => {
      if (query.target.pod === 'forbidden') throw new RefusalError({ code: 'forbidden', message: 'no' });
      if (query.target.pod === 'broken') throw new Error('secret details');
      const process = new ScriptedProcess();
      const session = store.open({
        id: query.session,
        owner: user.id,
        target: query.target,
        size: query.size,
        launch: process.launch,
        limits: { ...defaultSessionLimits, ...limits },
        openScreen: noScreen,
        onError: error => errors.push(error),
      });
      if (session === undefined) throw new RefusalError({ code: 'session-not-found', message: 'none' });
      if (process.listener !== undefined) processes.push(process);
      return session;
    },
    find: (id, user) => store.find(id, user.id),
    list: user => store.list(user.id).map(session => session.summary()),
  };
  const app = createApp({ catalog, terminals, authenticator, origins, assetsDir: undefined, logger });
  const upgradeLimits = {
    attachBurst: 100,
    attachesPerMinute: 0,
    heartbeatMs: 20_000,
    maxMessageBytes: 100_000,
    ...limits,
  };
  const upgrade = new Upgrade({ authenticator, origins, terminals, limits: upgradeLimits, logger });
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  server.on('upgrade', (request, socket, head) => upgrade.handle(request, socket, head));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cookie = String(authenticator.redeem(token)).split(';')[0] ?? '';
  return {
    host,
    cookie,
    store,
    processes,
    errors,
    podListeners,
    newToken: () => authenticator.newToken(),
    get: (path: string, headers: Record<string, string> = { cookie }) =>
      fetch(`http://${host}${path}`, { headers, redirect: 'manual' }),
    async [Symbol.asyncDispose]() {
      await Promise.all(processes.map(process => process.start()));
      await store.close(1000);
      await upgrade.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;
