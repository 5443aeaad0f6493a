import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { connectDirectly, takeReads } from './direct-reads.ts';
import { waitUntil } from './testing/wait-until.ts';

/** A connection both of whose ends are in this process. */
async function connectPair() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const accepted = once(server, 'connection');
  const near = connectDirectly(onread => connect({ port, host: '127.0.0.1', onread }));
  const [far] = (await accepted) as [Socket];
  return {
    near,
    far,
    async [Symbol.asyncDispose]() {
      near.destroy();
      far.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

test('until its reads are taken a socket is a stream, with its backpressure', async () => {
  await using pair = await connectPair();
  const bytes = Buffer.alloc(5_000_000, 'stream');
  let sent = false;
  pair.far.write(bytes, () => {
    sent = true;
  });
  await once(pair.near, 'readable');
  assert.ok(pair.near.readableLength < 1_000_000);
  assert.equal(sent, false);
  const chunks: Buffer[] = [];
  pair.near.on('data', (chunk: Buffer) => chunks.push(chunk));
  await waitUntil('all has come', () => Buffer.concat(chunks).length === bytes.length);
  assert.ok(Buffer.concat(chunks).equals(bytes));
});

test('what the stream holds is taken first, and its listeners are not told', async () => {
  await using pair = await connectPair();
  pair.far.write('early ');
  await waitUntil('it has come', () => {
    pair.near.read(0);
    return pair.near.readableLength > 0;
  });
  let told = '';
  pair.near.on('data', bytes => {
    told += bytes;
  });
  let taken = '';
  assert.equal(
    takeReads(pair.near, chunk => {
      taken += chunk.toString();
    }),
    true,
  );
  assert.equal(taken, '', 'nothing is told within the call');
  pair.far.write('late');
  await waitUntil('all is taken', () => taken === 'early late');
  assert.equal(told, '');
});

test('a paused socket is read no more, and reads on', async () => {
  await using pair = await connectPair();
  let taken = 0;
  takeReads(pair.near, chunk => {
    taken += chunk.length;
    pair.near.pause();
  });
  pair.near.resume();
  const total = 10_000_000;
  pair.far.write(Buffer.alloc(total));
  await waitUntil('the first chunk', () => taken > 0);
  await new Promise(resolve => setTimeout(resolve, 30));
  assert.ok(taken <= 64 * 1024);
  while (taken < total) {
    const before = taken;
    pair.near.resume();
    await waitUntil('one more chunk', () => taken > before);
  }
  assert.equal(taken, total);
});

test('other sockets stay streams', async () => {
  const socket = connect({ port: 1, host: '127.0.0.1' }).on('error', () => {});
  assert.equal(
    takeReads(socket, () => {}),
    false,
  );
  socket.destroy();
});
