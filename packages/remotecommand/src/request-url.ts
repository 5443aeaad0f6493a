import type { AttachOptions } from './options.ts';

const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const dnsLabel = new RegExp(`^${label}$`);
const dnsSubdomain = new RegExp(`^${label}(?:\\.${label})*$`);

/**
 * The path and query of an exec of `command`, or of an attach without one. Throws a TypeError for a name that Kubernetes
 * can't know, and an empty command.
 */
export function requestPath(options: AttachOptions, command?: readonly string[]): string {
  const { namespace, pod } = options;
  checkName('namespace', namespace, { pattern: dnsLabel, maxLength: 63 });
  checkName('pod', pod, { pattern: dnsSubdomain, maxLength: 253 });
  const subresource = command ? 'exec' : 'attach';
  return `/api/v1/namespaces/${namespace}/pods/${pod}/${subresource}?${query(options, command)}`;
}

/** The request's URL at a server whose path may be a prefix. User name, query and fragment of the server are left out. */
export function requestUrl(server: URL, path: string): URL {
  if (server.protocol !== 'http:' && server.protocol !== 'https:') {
    throw new TypeError(`server: expected an http: or https: URL, got ${server.protocol}`);
  }
  return new URL(server.origin + server.pathname.replace(/\/+$/, '') + path);
}

function query(options: AttachOptions, command?: readonly string[]): string {
  const parameters: string[] = [];
  if (options.container !== undefined) {
    checkName('container', options.container, { pattern: dnsLabel, maxLength: 63 });
    parameters.push(`container=${options.container}`);
  }
  if (command) parameters.push(...commandParameters(command));
  for (const [name, wanted] of Object.entries(streams(options, command)))
    parameters.push(`${name}=${wanted}`);
  return parameters.join('&');
}

/**
 * The kubelet drops stderr with a TTY: there it is one with stdout. Where the runtime serves the WebSocket itself (v4),
 * containerd (up to 2.1) takes a stdin that nobody asked for as one that has ended, and a terminal's output with it: hardly
 * any arrives, and a command that prints more than the kernel keeps never ends. So a command's terminal has a stdin.
 */
function streams(options: AttachOptions, command: readonly string[] | undefined) {
  const { tty, stdout = true, stderr = !tty } = options;
  const stdin = options.stdin || (tty && command !== undefined);
  if (!stdin && !stdout && !stderr) {
    throw new TypeError('stdin, stdout, stderr: expected at least one, got none');
  }
  return { stdin, stdout, stderr: stderr && !tty, tty };
}

function commandParameters(command: readonly string[]): string[] {
  if (!Array.isArray(command) || command.length === 0) {
    throw new TypeError(`command: expected an array of at least one word, got ${JSON.stringify(command)}`);
  }
  return command.map(word => {
    if (typeof word !== 'string' || !word.isWellFormed() || word.includes('\0')) {
      throw new TypeError(
        `command: expected words of well-formed text without NUL, got ${JSON.stringify(word)}`,
      );
    }
    return `command=${encodeURIComponent(word)}`;
  });
}

interface NameRule {
  readonly pattern: RegExp;
  readonly maxLength: number;
}

function checkName(option: string, name: string, { pattern, maxLength }: NameRule): void {
  if (typeof name === 'string' && name.length <= maxLength && pattern.test(name)) return;
  throw new TypeError(`${option}: expected a DNS-1123 name, got ${JSON.stringify(name)}`);
}
