import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Snippet } from '@podbay/protocol';
import { sharedInterval } from '@podbay/remotecommand';
import type { Logger } from 'pino';
import { recordAccess } from './audit/access-entry.ts';
import type { AccessEvent } from './audit/access-event.ts';
import type { Audit } from './audit/audit.ts';
import type { Authenticator } from './auth/authenticator.ts';
import type { Clusters } from './cluster/clusters.ts';
import type { GatewayInspection } from './debug/source.ts';
import { DebugContainers, type DebugSettings, defaultDebugSettings } from './debug-containers.ts';
import type { Catalog } from './http/catalog.ts';
import { Front } from './http/front.ts';
import type { SiteOptions } from './http/site.ts';
import type { Upgrade } from './http/upgrade.ts';
import { type GatewayLimits, resolveLimits } from './limits.ts';
import { LogAccess } from './log-access.ts';
import { Recordings, type RecordingsOptions } from './recorder/recordings.ts';
import { RecordingLibrary } from './recording-library.ts';
import { Records } from './records.ts';
import { ScreenWorker } from './screen/screen-worker.ts';
import { SessionStore } from './session/session-store.ts';
import { allowEverything, type SessionPolicy } from './session-policy.ts';
import { Sessions } from './sessions.ts';

export interface GatewayOptions {
  /** What can be opened. The caller closes it, after the gateway. */
  readonly clusters: Clusters;
  readonly authenticator: Authenticator;
  readonly logger: Logger;
  /** Shown to clients. */
  readonly version: string;
  /** Directory of the built user interface; without it there is only the API. */
  readonly assetsDir?: string;
  /** How browsers reach it; default: by plain HTTP under `localhost` and its IP addresses. */
  readonly site?: SiteOptions;
  readonly limits?: Partial<GatewayLimits>;
  /** Decides on top of what Kubernetes allows; default: nothing is forbidden. */
  readonly policy?: SessionPolicy;
  /** Where sessions are recorded that the policy wants recorded; without it those can't be had. */
  readonly recording?: RecordingsOptions;
  /** Gets records of what happens; default: lines of the log. Whoever created it closes it, after the gateway. */
  readonly audit?: Audit;
  /** Where the journal of live sessions is kept, by which what a crash leaves in containers is ended at the next start. */
  readonly stateDir?: string;
  /** Commands that everybody is offered to insert. */
  readonly snippets?: readonly Snippet[];
  /** What debug containers are like; what is left out has defaults. */
  readonly debug?: Partial<DebugSettings>;
}

export interface DrainOptions {
  readonly drainMs?: number;
  readonly hurry?: AbortSignal;
}

/**
 * The server: the only place where clusters, login, HTTP and sessions meet.
 *
 * It closes in this order, so that each step finds what it needs: no new sessions; people finish; sessions end and are reaped (which
 * needs the clusters), and their recordings are written; browsers are told; connections and the listening socket go.
 */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #store = new SessionStore();
  readonly #limits: GatewayLimits;
  readonly #recordings: Recordings | undefined;
  readonly #records: Records;
  readonly #screens: ScreenWorker;
  readonly #sessions: Sessions;
  readonly #upgrade: Upgrade;
  readonly #server: Server;
  #closing: Promise<void> | undefined;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#limits = resolveLimits(options.limits ?? {});
    const { authenticator, logger, assetsDir } = options;
    this.#recordings = options.recording && new Recordings(options.recording);
    this.#records = new Records({ ...options, sessions: this.#store, recordings: this.#recordings });
    this.#screens = new ScreenWorker({
      onError: error => logger.error({ err: error }, 'screen thread crashed'),
    });
    this.#sessions = new Sessions({
      clusters: options.clusters,
      store: this.#store,
      records: this.#records,
      limits: this.#limits,
      policy: options.policy ?? allowEverything,
      recordings: this.#recordings,
      openScreen: size => this.#screens.open(size),
      logger,
    });
    const debug = new DebugContainers({
      clusters: options.clusters,
      policy: options.policy ?? allowEverything,
      audit: this.#records.audit,
      settings: { ...defaultDebugSettings, ...options.debug },
    });
    const front = new Front({
      site: options.site ?? {},
      authenticator,
      catalog: this.#catalog(),
      debug,
      recordings: new RecordingLibrary(this.#recordings),
      terminals: this.#sessions,
      limits: this.#limits,
      heartbeat: sharedInterval(this.#limits.heartbeatMs),
      assetsDir,
      recordAccess: event => this.recordAccess(event),
      logger,
    });
    this.#upgrade = front.upgrade;
    this.#server = front.server;
  }

  /** How many sessions there are, in whatever state. */
  get sessionCount(): number {
    return this.#store.size;
  }

  /** Takes down what happens at the logins, and to the policy. */
  recordAccess(event: AccessEvent): void {
    recordAccess(entry => this.#records.audit.record(entry))(event);
  }

  /** Its metrics, as Prometheus reads them. */
  metrics(): Promise<string> {
    return this.#records.metrics.text();
  }

  /** Everything that it holds now, for diagnosis. */
  async inspect(): Promise<GatewayInspection> {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#server.getConnections((_, count) => resolve(count ?? 0));
    return {
      sessions: [...this.#store].map(session => session.inspect()),
      webSockets: this.#upgrade.connectionCount,
      connections: await promise,
      clusters: this.#options.clusters.inspect(),
    };
  }

  /** Starts to listen; `port` 0 takes a free one. Resolves with the port; rejects with the socket's error. */
  async listen(port: number, host: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject);
    this.#server.listen(port, host, resolve);
    await promise;
    this.#server.off('error', reject);
    // No connection has been taken yet: the journal is there before the first session.
    this.#records.start();
    // It never rejects.
    void this.#recordings?.repair();
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * Ends everything. Never rejects. `drainMs`: how long people have to finish; `hurry` ends that wait. Nobody can open
   * a session from here on, but who has one can come back to it.
   */
  close(drain: DrainOptions = {}): Promise<void> {
    this.#sessions.refuseNew();
    this.#closing ??= this.#close(drain);
    return this.#closing;
  }

  async #close({ drainMs = 0, hurry }: DrainOptions): Promise<void> {
    if (drainMs > 0) await this.#drain(drainMs, hurry);
    const listening = this.#server.listening;
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    if (listening) this.#server.close(() => resolve());
    await this.#store.close(this.#limits.reapMs);
    await this.#recordings?.close();
    this.#records.close();
    await this.#upgrade.close();
    await this.#screens.close();
    this.#server.closeAllConnections();
    if (listening) await closed;
  }

  async #drain(drainMs: number, hurry: AbortSignal | undefined): Promise<void> {
    const seconds = Math.ceil(drainMs / 1000);
    const message = `The gateway shuts down: this session ends in ${seconds} s.`;
    this.#store.notify({ type: 'notice', level: 'warning', code: 'shutdown-soon', message, inMs: drainMs });
    const over = AbortSignal.timeout(drainMs);
    await this.#store.untilEmpty(hurry === undefined ? over : AbortSignal.any([over, hurry]));
  }

  #catalog(): Catalog {
    const { clusters, version, snippets = [], policy = allowEverything } = this.#options;
    const checkMs = this.#limits.accessCheckMs;
    const logs = new LogAccess({ clusters, policy, audit: this.#records.audit, checkMs });
    return {
      contexts: ({ identity }) => ({
        contexts: clusters.contexts(identity),
        current: clusters.current(identity) ?? null,
        version,
      }),
      namespaces: ({ context, user }, signal) => clusters.get(context, user.identity).namespaces(signal),
      pods: ({ context, namespace, user }, signal) =>
        clusters.get(context, user.identity).pods(namespace, signal),
      watchPods: ({ context, namespace, user }, listener) =>
        clusters.get(context, user.identity).watchPods(namespace, listener),
      logs: (reader, query, signal) => logs.open(reader, query, signal),
      snippets: () => snippets,
    };
  }
}
