import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { defaultStateDir, Gateway, type GatewayOptions, LocalLogin } from '@podbay/gateway';
import { pino } from 'pino';
import { findAssets } from '../assets.ts';
import { type Config, readConfig } from '../config/config-file.ts';
import { listenForDebug } from '../debug/listen-for-debug.ts';
import { isLoopback, linkTo } from '../link.ts';
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
  const { limits, drainMs = 0, reapMode } = await readSettings(options);
  shutdown.allowDrain(drainMs);
  const logger = pino({ level: options.logLevel, base: null }, pino.destination({ fd: 2, sync: true }));
  const open = options.demo ? openDemo : openClustersOrDemo;
  // What can't start has one line to say, and that is why.
  const lines = warningsOf(options.host);
  const clusters = await open(options, { shutdown, reapMode, tell: line => lines.push(line) });
  const link = new Link(options.host);
  const login = new LocalLogin({
    cookieName: cookieName(options.port),
    onStaleLink: token => link.print('Podbay has a new link', token),
  });
  const gateway = createGateway(options, { clusters, authenticator: login, logger, limits });
  shutdown.defer(() => gateway.close({ drainMs, hurry: shutdown.hurry }));
  link.port = await listen(gateway, options);
  for (const line of lines) note(line);
  await lookForCluster(clusters, shutdown.signal);
  if (options.debugPort !== undefined) await listenForDebug(gateway, options.debugPort, shutdown);
  if (shutdown.signal.aborted) return;
  const url = link.print('Podbay is ready', login.newToken());
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

type Parts = Pick<GatewayOptions, 'clusters' | 'authenticator' | 'logger'> & Pick<Config, 'limits'>;

function createGateway({ host, stateDir = defaultStateDir() }: ServeOptions, parts: Parts): Gateway {
  const assetsDir = findAssets();
  if (assetsDir === undefined) note('the user interface is not built, so there is only the API');
  return new Gateway({
    ...parts,
    version,
    stateDir,
    // A page of somebody else's can name this machine, too, but has no business with what only this machine reaches.
    hostNames: isLoopback(host) ? [] : [host, hostname()],
    ...(assetsDir !== undefined && { assetsDir }),
  });
}

/** The gateway's address, told on stdout. */
class Link {
  readonly #host: string;
  port = 0;

  constructor(host: string) {
    this.#host = host;
  }

  print(words: string, token: string): string {
    const url = linkTo(this.#host, this.port, token);
    process.stdout.write(`${words}: ${url}\n`);
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

/** Browsers share cookies between the ports of a host: each gateway has its own, and a fixed port keeps its name. */
function cookieName(port: number): string {
  return `podbay-${port === 0 ? randomBytes(4).toString('hex') : port}`;
}
