import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createTlsMaterial } from '../../../packages/demo-cluster/src/tls.ts';
import { handleApi } from './api.ts';
import { handleExec } from './exec.ts';

// usage: main.ts KUBECONFIG. Runs until SIGTERM, and says where it is once the kubeconfig is written.

const [, , path = ''] = process.argv;
const { caCertificate, certificate, privateKey } = await createTlsMaterial(new Date());
const sockets = new Set<Socket>();
const server = createServer({ cert: certificate, key: privateKey }, handleApi);
server.on('upgrade', handleExec);
server.on('secureConnection', socket => {
  // As Go does.
  socket.setNoDelay(true);
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});
await new Promise<void>(resolve => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
await writeFile(path, kubeconfig(), { mode: 0o600 });
console.log(url);
process.once('SIGTERM', () => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

// JSON is YAML.
function kubeconfig(): string {
  const ca = Buffer.from(caCertificate).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server: url, 'certificate-authority-data': ca } }],
    users: [{ name: 'bench', user: { token: 'bench-token' } }],
    contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'bench', namespace: 'default' } }],
    'current-context': 'bench',
  });
}
