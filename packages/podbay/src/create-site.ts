import { hostname } from 'node:os';
import { ServerCertificate, type SiteOptions } from '@podbay/gateway';
import type { Logger } from 'pino';
import { CliError } from './cli-error.ts';
import type { Config } from './config/config-file.ts';
import type { TlsConfig } from './config/server-section.ts';
import { isLoopback } from './link.ts';

/** How browsers reach the gateway, by the configuration and the address to listen on. Throws a `CliError`. */
export function createSite({ server, tls }: Config, host: string, logger: Logger): SiteOptions {
  const { publicUrl, origins = [], hostNames = [], ...rest } = server ?? {};
  // A page of somebody else's can name this machine, too, but has no business with what only this machine reaches.
  const own = isLoopback(host) ? [] : [host, hostname()];
  return {
    ...rest,
    hostNames: [...hostNames, ...own],
    origins: publicUrl === undefined ? origins : [publicUrl, ...origins],
    ...(tls && { tls: readCertificate(tls, logger) }),
  };
}

function readCertificate(config: TlsConfig, logger: Logger): ServerCertificate {
  const { clientCa, ...rest } = config;
  try {
    return new ServerCertificate({
      ...rest,
      ...(clientCa !== undefined && { clientCa }),
      onError: error => logger.warn({ err: error }, 'the changed certificate is not used'),
      onReload: () => logger.info('the changed certificate is in use'),
    });
  } catch (error) {
    throw new CliError(`tls: ${(error as Error).message}`);
  }
}
