import type { AddressInfo } from 'node:net';
import { PassThrough, Writable } from 'node:stream';
import { Exec, KubeConfig } from '@kubernetes/client-node';
import { WebSocketServer } from 'ws';

// A terminal gateway as it is written in an afternoon: a browser's WebSocket on one side, client-node's exec on the other.
// usage: naive.ts KUBECONFIG. Binary messages are output and input; a text message is `{"rows":24,"cols":80}`.

const config = new KubeConfig();
config.loadFromFile(process.argv[2] ?? '');
const exec = new Exec(config);
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', backlog: 4096 });
server.on('listening', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

/** What exec takes for a terminal that can be resized. */
class Output extends Writable {
  columns = 80;
  rows = 24;

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }
}

server.on('connection', async (browser, request) => {
  const params = new URL(request.url ?? '/', 'http://any').searchParams;
  const input = new PassThrough();
  const output = new Output({
    write(chunk, _encoding, done) {
      browser.send(chunk);
      done();
    },
  });
  browser.on('message', (data: Buffer, isBinary) => {
    if (isBinary) input.write(data);
    else {
      const { cols, rows } = JSON.parse(data.toString());
      output.resize(cols, rows);
    }
  });
  browser.on('error', () => {});
  try {
    const [namespace = '', pod = '', container = ''] = ['namespace', 'pod', 'container'].map(
      name => params.get(name) ?? '',
    );
    const command = params.getAll('command');
    const process = await exec.exec(namespace, pod, container, command, output, null, input, true);
    process.on('close', () => browser.close());
    browser.on('close', () => process.close());
  } catch (error) {
    browser.close(1011, error instanceof Error ? error.message.slice(0, 100) : 'exec failed');
  }
});
