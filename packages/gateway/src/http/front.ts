import { createServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import { AddressList } from '../address-list.ts';
import type { RecordAccess } from '../audit/access-event.ts';
import type { Authenticator } from '../auth/authenticator.ts';
import { RateLimit } from '../rate-limit.ts';
import { createApp } from './app.ts';
import type { Catalog } from './catalog.ts';
import type { DebugPort } from './debug-port.ts';
import { OriginCheck } from './origin.ts';
import type { RecordingPort } from './recording-port.ts';
import { senderOf } from './sender.ts';
import { isSecure, type SiteOptions } from './site.ts';
import type { Terminals } from './terminals.ts';
import { Tickets } from './tickets.ts';
import { type Heartbeat, Upgrade, type UpgradeLimits, usersPerAddress } from './upgrade.ts';

export interface FrontLimits extends UpgradeLimits {
  /** Attempts to log in from one address that may fail at once, and how many more each minute. */
  readonly loginBurst: number;
  readonly loginsPerMinute: number;
}

export interface FrontOptions {
  readonly site: SiteOptions;
  readonly authenticator: Authenticator;
  readonly catalog: Catalog;
  readonly debug: DebugPort;
  readonly recordings: RecordingPort;
  readonly terminals: Terminals;
  readonly limits: FrontLimits;
  readonly heartbeat: Heartbeat;
  /** Directory of the built user interface; without it there is only the API. */
  readonly assetsDir: string | undefined;
  /** Is told of terminals that are refused. */
  readonly recordAccess?: RecordAccess | undefined;
  readonly logger: Logger;
}

// A Kubernetes token of a user in many groups, in a header, has some KiB. Whoever is slower than this sends nothing real.
const serverOptions: ServerOptions = {
  maxHeaderSize: 32 * 1024,
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
};

/** What browsers and programs talk to: one server for requests and upgrades. Whoever creates it closes both. */
export class Front {
  readonly server: Server;
  readonly upgrade: Upgrade;

  /** A `TypeError` for a site that can't be. */
  constructor(options: FrontOptions) {
    const { site, limits } = options;
    const proxies = new AddressList(site.trustedProxies ?? []);
    const { attachBurst: burst, attachesPerMinute: perMinute } = limits;
    const shared = {
      ...options,
      origins: new OriginCheck(site),
      senderOf: (request: Parameters<typeof senderOf>[0]) => senderOf(request, proxies),
      tickets: new Tickets(),
    };
    this.upgrade = new Upgrade(shared);
    const app = createApp({
      ...shared,
      attempts: new RateLimit({ burst: limits.loginBurst, perMinute: limits.loginsPerMinute }),
      ticketRate: new RateLimit({ burst, perMinute }),
      ticketAddressRate: new RateLimit({
        burst: burst * usersPerAddress,
        perMinute: perMinute * usersPerAddress,
      }),
      frameAncestors: site.frameAncestors ?? [],
      secure: isSecure(site),
    });
    const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
    this.server =
      site.tls === undefined
        ? createServer(serverOptions, listener)
        : createTlsServer({ ...serverOptions, ...site.tls.secureOptions() }, listener);
    site.tls?.follow(this.server);
    this.server.on('upgrade', (request, socket, head) => void this.upgrade.handle(request, socket, head));
  }
}
