import type { AddressInfo } from 'node:net';
import type { PodEvent } from '@podbay/protocol';
import { sharedInterval } from '@podbay/remotecommand';
import { pino } from 'pino';
import type { Authenticator } from '../../auth/authenticator.ts';
import { joinLogins } from '../../auth/join-logins.ts';
import { LocalLogin } from '../../auth/local-login.ts';
import { RefusalError } from '../../errors.ts';
import { defaultSessionLimits, type SessionLimits } from '../../session/session-limits.ts';
import { SessionStore } from '../../session/session-store.ts';
import { noScreen } from '../../session/testing/no-screen.ts';
import { ScriptedProcess } from '../../session/testing/scripted-process.ts';
import type { Catalog } from '../catalog.ts';
import { Front, type FrontLimits, type FrontOptions } from '../front.ts';
import type { Terminals } from '../terminals.ts';

export interface TestServerOptions
  extends Partial<SessionLimits & FrontLimits>,
    Partial<Pick<FrontOptions, 'site' | 'assetsDir'>> {
  /** Beside the local login, and asked before it. */
  readonly logins?: readonly Authenticator[];
  /** Whoever comes back is answered once it resolves. */
  readonly beforeResume?: () => Promise<void>;
  readonly heartbeatMs?: number;
}

const defaultLimits: FrontLimits = {
  attachBurst: 100,
  attachesPerMinute: 0,
  loginBurst: 100,
  loginsPerMinute: 0,
  maxMessageBytes: 100_000,
};

/** A whole HTTP side on a free port, whose sessions run scripted processes. */
export async function startTestServer(options: TestServerOptions = {}) {
  const { site = {}, assetsDir, logins = [], beforeResume, heartbeatMs = 20_000, ...limits } = options;
  const store = new SessionStore();
  const processes: ScriptedProcess[] = [];
  const errors: unknown[] = [];
  const podListeners = new Set<(event: PodEvent) => void>();
  const local = new LocalLogin({ cookieName: 'podbay', onStaleLink: () => {} });
  const token = local.newToken();
  const logger = pino({ level: 'error' }, { write: line => errors.push(line) });
  const catalog: Catalog = {
    contexts: () => ({ contexts: [], current: null, version: 'test' }),
    namespaces: async ({ context }) => {
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
    logs: (_reader, { follow }, signal) =>
      new ReadableStream({
        start: controller => {
          if (follow) signal.addEventListener('abort', () => controller.close());
          else controller.close();
        },
      }),
    snippets: () => [],
  };
  const terminals: Terminals = {
    open: async (query, user) => {
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
    resume: async (id, user) => {
      await beforeResume?.();
      return store.find(id, user.id);
    },
    find: (id, user) => store.find(id, user.id),
    list: user => store.list(user.id).map(session => session.summary()),
    foreground: async () => ({ type: 'unknown' }),
  };
  const { server, upgrade } = new Front({
    site,
    authenticator: joinLogins([...logins, local]),
    catalog,
    debug: {
      images: [],
      lifetimeMs: 0,
      start: async () => {
        throw new RefusalError({ code: 'forbidden', message: 'no' });
      },
    },
    recordings: { list: async () => [], open: async () => undefined },
    terminals,
    limits: { ...defaultLimits, ...limits },
    heartbeat: sharedInterval(heartbeatMs),
    assetsDir,
    logger,
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cookie = String(local.redeem(token)).split(';')[0] ?? '';
  const get = (path: string, headers: Record<string, string> = { cookie }) =>
    fetch(`http://${host}${path}`, { headers, redirect: 'manual' });
  return {
    host,
    cookie,
    store,
    processes,
    errors,
    podListeners,
    newToken: () => local.newToken(),
    /** The same login as `cookie`, as a program shows it. */
    bearer: { authorization: `Bearer ${cookie.split('=')[1]}` },
    get,
    post: (path: string, body: unknown, headers: Record<string, string> = { cookie }) =>
      fetch(`http://${host}${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers,
        redirect: 'manual',
      }),
    async [Symbol.asyncDispose]() {
      await Promise.all(processes.map(process => process.start()));
      await store.close(1000);
      await upgrade.close();
      local.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;
