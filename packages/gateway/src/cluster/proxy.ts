type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy to reach `server` through, or `undefined`: the cluster's own `proxy-url`, else as Go's
 * `http.ProxyFromEnvironment` reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY.
 */
export function chooseProxy(server: URL, proxyUrl: string | undefined, env: Env): string | undefined {
  if (proxyUrl !== undefined) return proxyUrl;
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = env[name] ?? env[name.toLowerCase()] ?? '';
  if (proxy === '' || isLocal(hostOf(server)) || isExempt(server, env.NO_PROXY ?? env.no_proxy ?? '')) {
    return undefined;
  }
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isExempt(server: URL, list: string): boolean {
  const host = hostOf(server);
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  return list
    .split(',')
    .map(entry => entry.trim().toLowerCase())
    .some(entry => entry !== '' && matches(entry, host, port));
}

/** `entry`: `*`, a host, `.suffix`, `*.suffix`, or an IPv4 range as `10.0.0.0/8`; a port may follow. */
function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isInRange(host, entry);
  const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (only !== undefined && only !== port) return false;
  const suffix = name.replace(/^\*?\./, '');
  return host.endsWith(`.${suffix}`) || (host === suffix && suffix === name);
}

function isInRange(host: string, range: string): boolean {
  const [network = '', bits = '32'] = range.split('/');
  const [address, base] = [toNumber(host), toNumber(network)];
  if (address === undefined || base === undefined) return false;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(address / size) === Math.floor(base / size);
}

function toNumber(ipv4: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(ipv4);
  return match?.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0);
}

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function hostOf(server: URL): string {
  return server.hostname.toLowerCase().replace(/^\[|\]$/g, '');
}
