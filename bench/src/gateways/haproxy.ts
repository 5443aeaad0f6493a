import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect, createServer, isIP } from 'node:net';
import { Child } from '../child.ts';
import type { ClusterUnderTest } from '../cluster.ts';
import type { Scope } from '../scope.ts';
import { Contestant } from './contestant.ts';

/** Where Debian puts it. */
export const haproxyProgram = '/usr/sbin/haproxy';

/** HAProxy with TLS to the API server, which forwards bytes and no more; `undefined`: it is not installed. */
export async function startHaproxy(
  { access, place }: ClusterUnderTest,
  scope: Scope,
): Promise<Contestant | undefined> {
  if (!existsSync(haproxyProgram)) return undefined;
  const port = await freePort();
  const config = scope.path(`haproxy-${port}.cfg`);
  await writeFile(config, await formatConfig({ access, scope, port }), { mode: 0o600 });
  const child = new Child(haproxyProgram, ['-db', '-f', config], scope);
  scope.own(child);
  await untilListening(child, port);
  const endpoint = {
    type: 'exec',
    access: { ...access, server: `http://127.0.0.1:${port}`, tls: {} },
    place,
  } as const;
  return new Contestant({ name: 'haproxy', endpoint, child });
}

interface ConfigParts {
  readonly access: ClusterUnderTest['access'];
  readonly scope: Scope;
  readonly port: number;
}

async function formatConfig({ access, scope, port }: ConfigParts): Promise<string> {
  const { hostname, port: serverPort } = new URL(access.server);
  const { ca, cert, key } = access.tls;
  // A name sent by SNI must be in the certificate, and HAProxy looks for addresses there in vain.
  const options = [isIP(hostname.replace(/[[\]]/g, '')) ? 'ssl' : `ssl sni str(${hostname})`];
  if (ca === undefined) options.push('verify none');
  else {
    await writeFile(scope.path(`${port}-ca.pem`), ca);
    options.push(`verify required ca-file ${scope.path(`${port}-ca.pem`)}`);
  }
  if (cert !== undefined) {
    await writeFile(scope.path(`${port}-client.pem`), `${cert}\n${key}`, { mode: 0o600 });
    options.push(`crt ${scope.path(`${port}-client.pem`)}`);
  }
  return `global
  nbthread 1
  maxconn 4000
defaults
  mode tcp
  timeout connect 10s
  timeout client 1h
  timeout server 1h
listen api
  bind 127.0.0.1:${port}
  server api ${hostname}:${serverPort || 443} ${options.join(' ')}
`;
}

/** HAProxy can't be asked for any port and say which. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function untilListening(child: Child, port: number): Promise<void> {
  for (let attempt = 1; attempt <= 250; attempt++) {
    if (child.ended !== undefined) throw new Error(`haproxy ${child.ended}: ${child.output}`);
    if (await accepts(port)) return;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error(`haproxy does not listen within 5 s: ${child.output}`);
}

async function accepts(port: number): Promise<boolean> {
  return await new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    const answer = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.on('connect', () => answer(true)).on('error', () => answer(false));
  });
}
