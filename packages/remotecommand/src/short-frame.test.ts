import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { maxShortBytes, shortFrame } from './short-frame.ts';

test('a frame has the bytes that Kubernetes expects', () => {
  const frame = shortFrame(Buffer.from('\0ls\n'));
  assert.equal(frame.toString('hex'), '828400000000006c730a');
});

test('a server reads back what was sent, in the order of all that was', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  let transport: Duplex | undefined;
  client.on('upgrade', response => {
    transport = response.socket;
  });
  const [[peer]] = await Promise.all([once(server, 'connection'), once(client, 'open')]);
  const read: string[] = [];
  peer.on('message', (message: Buffer) => read.push(message.toString()));
  const lengths = [1, 0, 200, maxShortBytes, 126, 5];
  for (const length of lengths) {
    const message = Buffer.alloc(length, 'message');
    if (length <= maxShortBytes) transport?.write(shortFrame(message));
    else client.send(message);
  }
  client.close();
  await once(peer, 'close');
  assert.deepEqual(
    read.map(text => text.length),
    lengths,
  );
  assert.ok(read.every(text => 'message'.repeat(30).startsWith(text)));
  server.close();
});
