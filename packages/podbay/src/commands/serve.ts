import {
  type AccessEvent,
  allowAll,
  defaultStateDir,
  Gateway,
  type GatewayOptions,
  isSecure,
  RulePolicy,
  type SessionPolicy,
} from '@podbay/gateway';
import { pino } from 'pino';
import { findAssets } from '../assets.ts';
import { collectSeldom } from '../collect-seldom.ts';
import { type Config, readConfig } from '../config/config-file.ts';
import { createAudit } from '../create-audit.ts';
import { createLogins } from '../create-logins.ts';
import { createSite } from '../create-site.ts';
import { listenForDebug } from '../debug/listen-for-debug.ts';
import { type FollowOptions, followPolicy } from '../follow-policy.ts';
import { isLoopback, linkTo, originOf } from '../link.ts';
import { explainListenError } from '../listen-error.ts';
import { lookForCluster } from '../look-for-cluster.ts';
import { hasScreen, openBrowser } from '../open-browser.ts';
import { type ClusterChoice, openClustersOrDemo, openDemo } from '../open-clusters.ts';
import type { Shutdown } from '../shutdown.ts';
import { note } from '../terminal-lines.ts';
import { version } from '../version.ts';

export interface ServeOptions extends ClusterChoice {
  readonly port: number;
  readonly host: string;
  readonly open: boolean;
  readonly logLevel: string;
  /** Path of a configuration file. */
  readonly config?: string;
  /** Where the journal of live sessions is kept. */
  readonly stateDir?: string;
  /** How long people have to finish, in seconds. */
  readonly drain?: number;
  /** Where to listen for `podbay debug`; default: nowhere. */
  readonly debugPort?: number;
  /** The demo cluster and no other. */
  readonly demo?: boolean;
}

/** Starts the gateway and tells its link; it runs until `shutdown` ends it. */
export async function serve(options: ServeOptions, shutdown: Shutdown): Promise<void> {
  shutdown.expectSignal();
  collectSeldom();
  const settings = await readSettings(options);
  const { limits, drainMs = 0, reapMode, snippets = [], debug = {} } = settings;
  shutdown.allowDrain(drainMs);
  const logger = pino({ level: options.logLevel, base: null }, pino.destination({ fd: 2, sync: true }));
  const site = createSite(settings, options.host, logger);
  const secure = isSecure(site);
  const open = options.demo ? openDemo : openClustersOrDemo;
  // What can't start has one line to say, and that is why.
  const lines = secure ? [] : warningsOf(options.host);
  const clusters = await open(options, {
    shutdown,
    reapMode,
    accessCheckMs: limits.accessCheckMs,
    tell: line => lines.push(line),
  });
  const audit = settings.audit && createAudit(settings.audit, { stateDir: stateDirOf(options), logger });
  if (audit !== undefined) shutdown.defer(() => audit.close());
  const record = (event: AccessEvent) => gateway.recordAccess(event);
  const canRecord = settings.recording !== undefined;
  const policy = startPolicy(options, settings, { shutdown, logger, record, canRecord });
  // Where the audit is on stdout, nothing else is: the link's token is none of its business.
  const told = settings.audit?.stdout ? process.stderr : process.stdout;
  const address = new Address(settings.server?.publicUrl, told);
  const logins = createLogins({
    auth: settings.auth,
    limits,
    port: options.port,
    clusters,
    secure,
    publicOrigin: settings.server?.publicUrl,
    record,
    logger,
    onStaleLink: token => address.print('Podbay has a new link', token),
  });
  shutdown.defer(async () => logins.close());
  const { authenticator, local } = logins;
  const gateway = createGateway(options, {
    clusters,
    authenticator,
    logger,
    limits,
    site,
    snippets,
    debug,
    policy,
    ...(settings.recording && { recording: settings.recording }),
    ...(audit && { audit }),
  });
  shutdown.defer(() => gateway.close({ drainMs, hurry: shutdown.hurry }));
  const port = await listen(gateway, options);
  address.origin ??= originOf({ host: options.host, port, tls: site.tls !== undefined });
  for (const line of lines) note(line);
  await lookForCluster(clusters, shutdown.signal);
  if (options.debugPort !== undefined) await listenForDebug(gateway, options.debugPort, shutdown);
  if (shutdown.signal.aborted) return;
  const url = address.print('Podbay is ready', local?.newToken());
  if (options.open && hasScreen()) await openBrowser(url);
}

function warningsOf(host: string): string[] {
  if (isLoopback(host)) return [];
  return [`${host} is reached from other machines over plain HTTP: whoever sees the traffic can take part`];
}

/** The configuration file's settings, with the flags' before them. */
async function readSettings({ config, drain }: ServeOptions): Promise<Config> {
  const settings = config === undefined ? { limits: {} } : await readConfig(config);
  return drain === undefined ? settings : { ...settings, drainMs: drain * 1000 };
}

type Parts = Pick<
  GatewayOptions,
  'clusters' | 'authenticator' | 'logger' | 'site' | 'snippets' | 'debug' | 'policy' | 'recording' | 'audit'
> &
  Pick<Config, 'limits'>;

function createGateway(options: ServeOptions, parts: Parts): Gateway {
  const assetsDir = findAssets();
  if (assetsDir === undefined) note('the user interface is not built, so there is only the API');
  const stateDir = stateDirOf(options);
  return new Gateway({ ...parts, version, stateDir, ...(assetsDir !== undefined && { assetsDir }) });
}

/** The file's policy, which follows the file. */
function startPolicy(
  { config }: ServeOptions,
  { policy = allowAll }: Config,
  { shutdown, ...told }: FollowOptions & { readonly shutdown: Shutdown },
): SessionPolicy {
  const rules = new RulePolicy(policy);
  if (config !== undefined) {
    const stop = followPolicy(config, rules, told);
    shutdown.defer(async () => stop());
  }
  return rules.judge;
}

function stateDirOf({ stateDir = defaultStateDir() }: ServeOptions): string {
  return stateDir;
}

/** Where the gateway is opened, told to whoever has started it. */
class Address {
  /** Known once the gateway listens. */
  origin: string | undefined;

  readonly #told: NodeJS.WritableStream;

  constructor(origin: string | undefined, told: NodeJS.WritableStream) {
    this.origin = origin;
    this.#told = told;
  }

  /** `token`: logs in. */
  print(words: string, token: string | undefined): string {
    const origin = this.origin ?? '';
    const url = token === undefined ? `${origin}/` : linkTo(origin, token);
    this.#told.write(`${words}: ${url}\n`);
    return url;
  }
}

async function listen(gateway: Gateway, { port, host }: ServeOptions): Promise<number> {
  try {
    return await gateway.listen(port, host);
  } catch (error) {
    throw explainListenError(error, `${host}:${port}`);
  }
}
