import { once } from 'node:events';
import { connect, createSecureContext } from 'node:tls';
import { openCluster } from '../src/cluster.ts';

// What a Node process holds of TLS connections alone: no HTTP, no WebSocket, no sessions, and one secure context for all.
// usage: bare-connections.ts KUBECONFIG COUNT. Prints `open` when all of them are, and have been answered once.

const [kubeconfig = '', count = '0'] = process.argv.slice(2);
const { access } = await openCluster(kubeconfig, { namespace: '', pod: '', container: '' });
const { hostname: host, port } = new URL(access.server);
const secureContext = createSecureContext(access.tls);
const buffer = Buffer.alloc(64 * 1024);
// A connection with nothing under way would be closed: this is answered and goes on.
const headers = Object.entries({ host, ...access.headers }).map(([name, value]) => `${name}: ${value}\r\n`);
const request = `GET /api/v1/namespaces/default/pods?watch=true HTTP/1.1\r\n${headers.join('')}\r\n`;

for (let i = 0; i < Number(count); i++) {
  let handleAnswer = () => {};
  const answered = new Promise<void>(resolve => {
    handleAnswer = resolve;
  });
  const onread = {
    buffer,
    callback: () => {
      handleAnswer();
      return true;
    },
  };
  const socket = connect({ host, port: Number(port), secureContext, ...{ onread } });
  await once(socket, 'secureConnect');
  socket.write(request);
  await answered;
}
console.log('open');
